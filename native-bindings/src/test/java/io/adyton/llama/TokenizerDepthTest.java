// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Long unbroken runs through a vocabulary whose expressions go to the C++ library's recursive
 * matcher, which overflows a common thread's stack and ends the process from 3,000 letters on.
 */
class TokenizerDepthTest {
  private static final int TEXT_BYTES = 300_000;

  private static LlamaModel model;

  @BeforeAll
  static void loadVocabulary() {
    Path file = ReleaseSource.directory().resolve("models/ggml-vocab-deepseek-llm.gguf");
    model = TestModels.vocabularyOnly(file);
  }

  @AfterAll
  static void close() {
    if (model != null) {
      model.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "1", "!", " ", "\n", "é", "中", "a ", "!\n"})
  void tokenizesUnbrokenRuns(String unit) {
    assertThat(
            model
                .vocabulary()
                .tokenize(repeated(unit.getBytes(StandardCharsets.UTF_8)), false, true))
        .isNotEmpty();
  }

  @Test
  void tokenizesUnbrokenRunsOnVirtualThreads() throws InterruptedException {
    AtomicReference<int[]> tokens = new AtomicReference<>();

    Thread.ofVirtual()
        .start(
            () -> tokens.set(model.vocabulary().tokenize(repeated(new byte[] {'a'}), false, true)))
        .join();

    assertThat(tokens.get()).isNotEmpty();
  }

  @Test
  void refusesTextsBeyondTheStackThatCanBeHad() {
    ByteBuffer text = ByteBuffer.allocateDirect(DeepStack.MOST_TEXT_BYTES + 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> model.vocabulary().tokenize(text, false, true))
        .withMessageContaining("a text of 4,194,305 bytes is longer than");
  }

  @ParameterizedTest
  @ValueSource(strings = {"superbpe", "whitespace"})
  void refusesVocabulariesWhoseSplitHangsOrAborts(String split, @TempDir Path directory)
      throws IOException {
    Path file = withSplit(split, directory.resolve("vocabulary.gguf"));

    assertThatThrownBy(() -> TestModels.vocabularyOnly(file).close())
        .isInstanceOf(LlamaException.class)
        .hasMessageContaining(split);
  }

  @Test
  void readsVocabulariesThatSplitOtherwise(@TempDir Path directory) throws IOException {
    try (LlamaModel other =
        TestModels.vocabularyOnly(withSplit("falcon", directory.resolve("vocabulary.gguf")))) {
      assertThat(other.vocabulary().tokenize(repeated(new byte[] {'!'}), false, true)).isNotEmpty();
    }
  }

  /** Writes the vocabulary with another name for how it splits text. */
  private static Path withSplit(String split, Path file) throws IOException {
    byte[] source =
        Files.readAllBytes(
            ReleaseSource.directory().resolve("models/ggml-vocab-deepseek-llm.gguf"));
    String key = "tokenizer.ggml.pre";
    // Key, type of value, length of value, value.
    int at =
        new String(source, StandardCharsets.ISO_8859_1).indexOf(key) + key.length() + Integer.BYTES;
    ByteBuffer in = ByteBuffer.wrap(source).order(ByteOrder.LITTLE_ENDIAN);
    int end = at + Long.BYTES + (int) in.getLong(at);
    ByteBuffer out =
        ByteBuffer.allocate(source.length + split.length()).order(ByteOrder.LITTLE_ENDIAN);
    out.put(source, 0, at)
        .putLong(split.length())
        .put(split.getBytes(StandardCharsets.US_ASCII))
        .put(source, end, source.length - end);
    return Files.write(file, Arrays.copyOf(out.array(), out.position()));
  }

  private static ByteBuffer repeated(byte[] unit) {
    ByteBuffer text = ByteBuffer.allocateDirect(TEXT_BYTES + unit.length);
    while (text.position() < TEXT_BYTES) {
      text.put(unit);
    }
    return text.flip();
  }
}
