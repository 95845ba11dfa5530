// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import io.adyton.gguf.GgufException.Reason;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which tensors there must be and what they may be made of.
 *
 * <p>libllama itself refuses wrong shapes by name and architecture; checked here is what it finds
 * out only by ending the process.
 */
final class WeightRules {
  private static final String EMBEDDING = "token_embd.weight";
  private static final String OUTPUT = "output.weight";
  private static final Pattern BLOCK = Pattern.compile("blk\\.(\\d{1,9})\\..+");

  private final HyperParameters parameters;
  private final int vocabularySize;

  WeightRules(HyperParameters parameters, int vocabularySize) {
    this.parameters = parameters;
    this.vocabularySize = vocabularySize;
  }

  void check(List<GgufTensor> tensors) throws GgufException {
    BitSet blocks = new BitSet(parameters.blockCount());
    boolean embedded = false;
    for (GgufTensor tensor : tensors) {
      checkType(tensor);
      switch (tensor.name()) {
        case EMBEDDING -> {
          checkVocabularyShape(tensor);
          embedded = true;
        }
        case OUTPUT -> checkVocabularyShape(tensor);
        default -> markBlock(tensor, blocks);
      }
    }
    if (!embedded) {
      throw missing(EMBEDDING);
    }
    int absent = blocks.nextClearBit(0);
    if (absent < parameters.blockCount()) {
      throw missing("blk." + absent + ".*");
    }
  }

  private static void checkType(GgufTensor tensor) throws GgufException {
    if (tensor.shape().size() == 1 && tensor.type() != GgmlType.F32) {
      throw new GgufException(
          Reason.TENSOR_TYPE,
          "Tensor '%s' has one dimension and must be F32, but is %s."
              .formatted(tensor.name(), tensor.type()));
    }
    boolean isTable = tensor.name().endsWith(".ffn_gate_tid2eid.weight");
    if (!tensor.type().holdsWeights() && !(isTable && tensor.type() == GgmlType.I32)) {
      throw new GgufException(
          Reason.TENSOR_TYPE,
          "Tensor '%s' has type %s, which cannot hold weights."
              .formatted(tensor.name(), tensor.type()));
    }
  }

  private void checkVocabularyShape(GgufTensor tensor) throws GgufException {
    List<Long> expected = List.of(parameters.embeddingLength(), (long) vocabularySize);
    if (!tensor.shape().equals(expected)) {
      throw new GgufException(
          Reason.TENSOR_SHAPE,
          "Tensor '%s' must be %s (embedding length, tokens), but is %s."
              .formatted(tensor.name(), expected, tensor.shape()));
    }
  }

  private void markBlock(GgufTensor tensor, BitSet blocks) throws GgufException {
    Matcher block = BLOCK.matcher(tensor.name());
    if (!block.matches()) {
      return;
    }
    int index = Integer.parseInt(block.group(1));
    if (index >= parameters.blockCount()) {
      throw new GgufException(
          Reason.TENSOR_NAME,
          "Tensor '%s' belongs to a block, but the model has only %d."
              .formatted(tensor.name(), parameters.blockCount()));
    }
    blocks.set(index);
  }

  private static GgufException missing(String name) {
    return new GgufException(
        Reason.MISSING_TENSOR, "Tensor '%s' is absent, but the model needs it.".formatted(name));
  }
}
