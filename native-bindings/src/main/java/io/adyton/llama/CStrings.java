// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.lang.foreign.MemorySegment;

/** Reading NUL-terminated strings that native code owns. */
final class CStrings {
  private CStrings() {}

  /** Returns the string at {@code pointer}, empty for a null pointer. */
  static String read(MemorySegment pointer) {
    return pointer.equals(MemorySegment.NULL)
        ? ""
        : pointer.reinterpret(Long.MAX_VALUE).getString(0);
  }
}
