// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.adyton.gguf.GgufModel;
import io.adyton.gguf.GgufTensor;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code adyton model show} says about a file.
 *
 * @param tensorTypes how many tensors have which type, most first
 * @param template digest and size of the chat template; null where the model has none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record ModelReport(
    String name,
    String title,
    String architecture,
    String quantization,
    long parameters,
    int tensors,
    Map<String, Long> tensorTypes,
    int blocks,
    long contextLength,
    long embeddingLength,
    int vocabulary,
    String license,
    String source,
    String path,
    long bytes,
    String sha256,
    @Nullable Template template) {

  /** A chat template, without its text. */
  record Template(String sha256, int bytes) {
    static @Nullable Template of(Optional<String> text) {
      return text.map(template -> template.getBytes(StandardCharsets.UTF_8))
          .map(utf8 -> new Template(FileDigest.of(utf8), utf8.length))
          .orElse(null);
    }
  }

  static ModelReport of(ModelFile file, GgufModel model, String source, Optional<String> license) {
    return new ModelReport(
        file.name(),
        model.name().orElse("untitled"),
        model.architecture(),
        model.quantization(),
        model.parameters(),
        model.file().tensors().size(),
        tensorTypes(model),
        model.blockCount(),
        model.contextLength(),
        model.embeddingLength(),
        model.vocabularySize(),
        license.or(model::license).orElse("unknown"),
        source,
        file.path().toString(),
        model.file().fileBytes(),
        file.sha256(),
        Template.of(model.chatTemplate()));
  }

  /** The lines for people. */
  List<String> lines() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("name", name);
    facts.put("title", printable(title));
    facts.put("architecture", architecture);
    facts.put("quantization", quantization);
    facts.put("parameters", String.format(Locale.ROOT, "%,d", parameters));
    facts.put(
        "tensors",
        tensors
            + tensorTypes.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", ", " (", ")")));
    facts.put("blocks", Integer.toString(blocks));
    facts.put("context", contextLength + " tokens");
    facts.put("embedding", Long.toString(embeddingLength));
    facts.put("vocabulary", vocabulary + " tokens");
    facts.put(
        "template",
        template == null
            ? "none: chats are rendered as ChatML"
            : template.bytes() + " bytes, sha256:" + template.sha256());
    facts.put("license", printable(license));
    facts.put("source", source);
    facts.put("path", path);
    facts.put("size", String.format(Locale.ROOT, "%,d bytes", bytes));
    facts.put("digest", "sha256:" + sha256);
    return facts.entrySet().stream()
        .map(fact -> "%-12s  %s".formatted(fact.getKey(), fact.getValue()))
        .toList();
  }

  /** Names in a file must not drive the terminal they are printed on. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static Map<String, Long> tensorTypes(GgufModel model) {
    return model.file().tensors().stream()
        .collect(Collectors.groupingBy(GgufTensor::type, Collectors.counting()))
        .entrySet()
        .stream()
        .sorted(
            Comparator.comparingLong((Map.Entry<?, Long> entry) -> -entry.getValue())
                .thenComparing(entry -> entry.getKey().toString()))
        .collect(
            Collectors.toMap(
                entry -> entry.getKey().name(),
                Map.Entry::getValue,
                (first, _) -> first,
                LinkedHashMap::new));
  }
}
