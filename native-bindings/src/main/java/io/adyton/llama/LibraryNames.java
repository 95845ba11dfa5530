// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.util.List;

/** Which of a variant's files are the three libraries that everything else hangs on. */
record LibraryNames(String base, String ggml, String llama) {
  static LibraryNames of(String variant, List<NativeFile> files) {
    return new LibraryNames(
        "libggml-base.so", only(variant, files, "libggml."), only(variant, files, "libllama."));
  }

  private static String only(String variant, List<NativeFile> files, String prefix) {
    return files.stream()
        .map(NativeFile::name)
        .filter(name -> name.startsWith(prefix))
        .findFirst()
        .orElseThrow(
            () ->
                new NativeLibraryException(
                    "natives.sha256 lists no " + prefix + "*.so for " + variant));
  }
}
