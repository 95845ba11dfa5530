// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/** What kind of device computes, as {@code ggml_backend_dev_type} of {@code ggml-backend.h}. */
public enum DeviceType {
  /** The processor, with system memory. */
  CPU,
  /** A graphics processor with memory of its own. */
  GPU,
  /** A graphics processor that shares system memory. */
  INTEGRATED_GPU,
  /** A helper of the processor, such as a matrix unit. */
  ACCELERATOR,
  /** Several devices seen as one. */
  META;

  static DeviceType of(int value) {
    return values()[value];
  }

  boolean takesLayers() {
    return this == GPU || this == INTEGRATED_GPU;
  }
}
