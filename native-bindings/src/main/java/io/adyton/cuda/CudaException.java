// SPDX-License-Identifier: Apache-2.0
package io.adyton.cuda;

/** A function of the CUDA driver or NVML failed, or returned what its header does not allow. */
public final class CudaException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;

  CudaException(String message, int code) {
    super(message);
    this.code = code;
  }

  static CudaException failed(String function, int code) {
    return new CudaException(function + " returned error " + code, code);
  }

  /** Returns the library's result code, as its header lists them. */
  public int code() {
    return code;
  }
}
