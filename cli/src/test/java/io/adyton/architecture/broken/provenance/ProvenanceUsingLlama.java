// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.provenance;

import io.adyton.architecture.broken.llama.LlamaPlace;

/** Uses bindings other than GGUF. */
public final class ProvenanceUsingLlama {
  private ProvenanceUsingLlama() {}

  static String forbidden() {
    return LlamaPlace.PLACE;
  }
}
