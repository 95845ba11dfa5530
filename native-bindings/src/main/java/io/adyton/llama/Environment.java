// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.util.Map;

/** What the process's environment must and must not say before ggml is loaded. */
final class Environment {
  private Environment() {}

  static void prepare(Map<String, String> environment) {
    if (environment.containsKey("GGML_BACKEND_PATH")) {
      throw new NativeLibraryException(
          "GGML_BACKEND_PATH is set; it makes ggml load a library that nobody verified. Unset it.");
    }
    // On an abort ggml would otherwise start a debugger on this process and print its memory.
    CLibrary.setEnvironment("GGML_NO_BACKTRACE", "1");
  }
}
