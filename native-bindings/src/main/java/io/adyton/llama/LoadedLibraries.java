// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.lang.foreign.SymbolLookup;
import org.jspecify.annotations.Nullable;

/** Where the symbol classes look their functions up, once the libraries are in the process. */
record LoadedLibraries(SymbolLookup ggml, SymbolLookup llama) {
  private static volatile @Nullable LoadedLibraries current;

  static LoadedLibraries current() {
    LoadedLibraries loaded = current;
    if (loaded == null) {
      throw new IllegalStateException("libllama is not loaded; call LlamaLibrary.load first");
    }
    return loaded;
  }

  static void publish(LoadedLibraries loaded) {
    current = loaded;
  }
}
