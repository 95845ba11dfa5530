// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The real models that tests run on, where the machine has them. */
final class TestModels {
  static final String DIRECTORY_PROPERTY = "adyton.test.models";
  static final String SMOLLM2 = "smollm2-135m-instruct.gguf";
  static final String GEMMA3 = "gemma3-270m.gguf";

  private TestModels() {}

  static LlamaLibrary library() {
    return LlamaLibrary.load();
  }

  /** Returns the model's file, or skips the test. */
  static Path file(String name) {
    String directory = System.getProperty(DIRECTORY_PROPERTY);
    Path file = directory == null ? null : Path.of(directory, name);
    assumeTrue(file != null && Files.exists(file), "skipped: no model; run ./adyton test");
    return file;
  }

  static LlamaModel load(String name) {
    return LlamaModel.load(library(), file(name), ModelOptions.defaults());
  }

  static LlamaModel vocabularyOnly(Path file) {
    return LlamaModel.load(library(), file, ModelOptions.builder().vocabularyOnly(true).build());
  }

  static ContextOptions.Builder smallContext() {
    return ContextOptions.builder().contextLength(1024).batchSize(256).threads(2).poll(0);
  }

  static int[] tokenize(LlamaModel model, String text) {
    return model.vocabulary().tokenize(direct(text), true, true);
  }

  static ByteBuffer direct(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocateDirect(utf8.length).put(utf8).flip();
  }

  static String detokenize(LlamaModel model, int... tokens) {
    Vocabulary vocabulary = model.vocabulary();
    ByteBuffer target = ByteBuffer.allocateDirect(tokens.length * vocabulary.maxPieceBytes());
    for (int token : tokens) {
      vocabulary.appendPiece(token, true, target);
    }
    return StandardCharsets.UTF_8.decode(target.flip()).toString();
  }

  static int argmax(float[] logits) {
    int best = 0;
    for (int i = 1; i < logits.length; i++) {
      if (logits[i] > logits[best]) {
        best = i;
      }
    }
    return best;
  }
}
