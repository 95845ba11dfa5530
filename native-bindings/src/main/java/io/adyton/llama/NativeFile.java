// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/**
 * One shared library and the digest it must have.
 *
 * @param name file name, such as {@code libllama.v0.5.0.so}
 * @param sha256 SHA-256 of its bytes in lower-case hexadecimal
 */
public record NativeFile(String name, String sha256) {
  boolean isProcessorBackend() {
    return name.startsWith("libggml-cpu-");
  }

  boolean isDeviceBackend() {
    return name.equals("libggml-cuda.so") || name.equals("libggml-vulkan.so");
  }
}
