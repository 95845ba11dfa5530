// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import io.adyton.gguf.GgufException.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * A language model in one file, checked before libllama sees it.
 *
 * <p>{@link #open} guarantees, beyond {@link GgufFile}, that the architecture is one that is
 * served, that the numbers libllama divides by or asserts on are in range, and that the vocabulary
 * is whole. It does not guarantee that libllama loads the file: shapes inside a layer and the
 * numbers of the weights are not checked. A file nobody vouches for is therefore loaded once in a
 * process of its own first.
 *
 * @param contextLength tokens the model was trained on
 * @param embeddingLength width of a token's vector
 * @param blockCount layers
 * @param vocabularySize tokens
 */
public record GgufModel(
    GgufFile file,
    String architecture,
    long contextLength,
    long embeddingLength,
    int blockCount,
    int vocabularySize) {

  /**
   * Reads and checks the header of a model file.
   *
   * @throws GgufException if the file may not be loaded
   * @throws IOException if the file cannot be read
   */
  public static GgufModel open(Path path) throws GgufException, IOException {
    return of(GgufFile.open(path));
  }

  /** Checks a file that is already read. */
  public static GgufModel of(GgufFile file) throws GgufException {
    MetadataRules keys = new MetadataRules(file.metadata());
    String architecture = keys.requiredText("general.architecture");
    Architectures.check(architecture);
    checkWhole(file.metadata());
    keys.optionalText("general.name");
    keys.optionalCount("general.file_type", 0, Integer.MAX_VALUE);
    HyperParameters parameters = HyperParameters.check(keys, architecture);
    int vocabularySize = VocabularyRules.check(keys);
    new WeightRules(parameters, vocabularySize).check(file.tensors());
    return new GgufModel(
        file,
        architecture,
        parameters.contextLength(),
        parameters.embeddingLength(),
        parameters.blockCount(),
        vocabularySize);
  }

  /** The name its author gave it. */
  public Optional<String> name() {
    return file.metadata().text("general.name");
  }

  /** The licence its author states, as stated. */
  public Optional<String> license() {
    return file.metadata().text("general.license");
  }

  /** The Jinja template that turns a conversation into a prompt. */
  public Optional<String> chatTemplate() {
    return file.metadata().text("tokenizer.chat_template");
  }

  /** The number of weights. */
  public long parameters() {
    return file.tensors().stream().mapToLong(GgufTensor::elements).sum();
  }

  /** How most of the weights are stored, by the name llama.cpp gives the mix. */
  public String quantization() {
    OptionalLong fileType = file.metadata().whole("general.file_type");
    return (fileType.isPresent() ? FileTypes.name(fileType.getAsLong()) : Optional.<String>empty())
        .orElseGet(this::mostUsedType);
  }

  private String mostUsedType() {
    Map<GgmlType, Long> bytes =
        file.tensors().stream()
            .collect(
                Collectors.groupingBy(GgufTensor::type, Collectors.summingLong(GgufTensor::bytes)));
    return bytes.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(entry -> entry.getKey().name())
        .orElseThrow();
  }

  private static void checkWhole(GgufMetadata metadata) throws GgufException {
    Optional<GgufValue> parts = metadata.value("split.count");
    if (parts.isPresent()
        && !(parts.get() instanceof GgufValue.Whole(GgufValueType type, long count)
            && type == GgufValueType.UINT16
            && (count == 0 || count == 1))) {
      throw new GgufException(
          Reason.SPLIT_MODEL,
          "The model is split over several files (key 'split.count'); join them with llama-gguf-split.");
    }
  }
}
