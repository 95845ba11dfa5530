// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Functions of libllama that abort or throw on what a request may bring are not bound at all. */
class BoundSymbolsTest {
  private static final Pattern FUNCTION = Pattern.compile("\\bllama_[a-z0-9_]+");

  @Test
  void bindsWhatDecodesAndNothingThatSamplesOrParses() throws Exception {
    assertThat(names())
        .contains("llama_decode", "llama_tokenize")
        .noneMatch(name -> name.startsWith("llama_sampler"))
        .noneMatch(name -> name.startsWith("llama_grammar"))
        .noneMatch(name -> name.startsWith("llama_chat"))
        .noneMatch(name -> name.startsWith("llama_opt"))
        .doesNotContain(
            "llama_load_mode_from_str",
            "llama_encode",
            "llama_memory_seq_add",
            "llama_memory_seq_div",
            "llama_set_sampler");
  }

  /** Returns every name of libllama's that stands in the compiled bindings. */
  private static Set<String> names() throws Exception {
    Path one =
        Path.of(
            Objects.requireNonNull(LlamaSymbols.class.getResource("LlamaSymbols.class")).toURI());
    try (Stream<Path> files = Files.list(one.resolveSibling(""))) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .flatMap(file -> FUNCTION.matcher(text(file)).results().map(MatchResult::group))
          .collect(Collectors.toSet());
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
