// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/** How weights come into memory, as {@code llama_load_mode} of {@code llama.h}. */
public enum LoadMode {
  /** What suits the devices; memory mapping on a processor. */
  AUTO(-1),
  /** Read into allocated memory. */
  READ(0),
  /** Mapped from the file, shared with other processes and the page cache. */
  MMAP(1),
  /** Read and kept out of swap. */
  MLOCK(2),
  /** Mapped and kept out of swap. */
  MMAP_MLOCK(3),
  /** Read past the page cache where the file system can. */
  DIRECT_IO(4);

  private final int value;

  LoadMode(int value) {
    this.value = value;
  }

  int value() {
    return value;
  }
}
