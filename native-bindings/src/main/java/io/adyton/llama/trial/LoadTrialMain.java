// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama.trial;

import io.adyton.llama.ContextOptions;
import io.adyton.llama.DecodeOutcome;
import io.adyton.llama.LlamaBatch;
import io.adyton.llama.LlamaContext;
import io.adyton.llama.LlamaException;
import io.adyton.llama.LlamaLibrary;
import io.adyton.llama.LlamaModel;
import io.adyton.llama.ModelOptions;
import io.adyton.llama.NativeLibraryException;
import io.adyton.llama.Vocabulary;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** The process in which {@link LoadTrial} loads files. */
final class LoadTrialMain {
  static final int PASSED = 0;
  static final int REFUSED = 3;
  static final int UNUSABLE = 4;

  private static final int CONTEXT_TOKENS = 256;
  private static final int MAX_PROMPT_TOKENS = 64;

  private LoadTrialMain() {}

  /**
   * Tries files and prints for each, by its place in the list, that it starts and how it ends.
   *
   * @param arguments where natives are unpacked, then the files
   */
  public static void main(String[] arguments) {
    LlamaLibrary library = library(Path.of(arguments[0]));
    boolean allPassed = true;
    for (int i = 1; i < arguments.length; i++) {
      print("start", i);
      boolean passed = passes(library, Path.of(arguments[i]));
      print(passed ? "pass" : "refuse", i);
      allPassed &= passed;
    }
    System.exit(allPassed ? PASSED : REFUSED);
  }

  private static LlamaLibrary library(Path cache) {
    try {
      return LlamaLibrary.load(cache);
    } catch (NativeLibraryException e) {
      System.exit(UNUSABLE);
      throw e;
    }
  }

  private static boolean passes(LlamaLibrary library, Path file) {
    ContextOptions options =
        ContextOptions.builder()
            .contextLength(CONTEXT_TOKENS)
            .batchSize(MAX_PROMPT_TOKENS)
            .threads(1)
            .batchThreads(1)
            .build();
    try (LlamaModel model =
            LlamaModel.load(library, file, ModelOptions.builder().gpuLayers(0).build());
        LlamaContext context = LlamaContext.open(model, options);
        LlamaBatch batch = LlamaBatch.allocate(MAX_PROMPT_TOKENS)) {
      return answers(context, batch, model.vocabulary());
    } catch (LlamaException | IllegalArgumentException | IllegalStateException e) {
      return false;
    }
  }

  /** Reads text with every byte in it, writes every token, and decodes a prompt and one step. */
  private static boolean answers(LlamaContext context, LlamaBatch batch, Vocabulary vocabulary) {
    int[] prompt = vocabulary.tokenize(everyByte(), true, true);
    ByteBuffer piece = ByteBuffer.allocateDirect(Math.max(1, vocabulary.maxPieceBytes()));
    for (int token = 0; token < vocabulary.size(); token++) {
      vocabulary.appendPiece(token, true, piece.clear());
    }
    int[] fed = prompt.length == 0 ? new int[] {0} : first(prompt);
    for (int i = 0; i < fed.length; i++) {
      batch.add(fed[i], i, 0, i == fed.length - 1);
    }
    if (context.decode(batch) != DecodeOutcome.OK) {
      return false;
    }
    int next = likeliest(context.logits(fed.length - 1));
    batch.clear();
    batch.add(next, fed.length, 0, true);
    return context.decode(batch) == DecodeOutcome.OK;
  }

  private static int[] first(int[] prompt) {
    return Arrays.copyOf(prompt, Math.min(prompt.length, MAX_PROMPT_TOKENS));
  }

  /** Returns text with every byte that UTF-8 can have, at least once in each place. */
  private static ByteBuffer everyByte() {
    StringBuilder text = new StringBuilder("The quick brown fox jumps over 3 dogs.\n");
    for (int one = 0; one < 0x800; one++) {
      text.appendCodePoint(one);
    }
    for (int other = 0x800; other <= Character.MAX_CODE_POINT; other += 0x800) {
      boolean isSurrogate = other >= Character.MIN_SURROGATE && other <= Character.MAX_SURROGATE;
      text.appendCodePoint(isSurrogate ? Character.MAX_SURROGATE + 1 : other);
    }
    byte[] utf8 = text.toString().getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocateDirect(utf8.length).put(utf8).flip();
  }

  private static int likeliest(FloatBuffer logits) {
    int best = 0;
    for (int i = 1; i < logits.limit(); i++) {
      if (logits.get(i) > logits.get(best)) {
        best = i;
      }
    }
    return best;
  }

  private static void print(String event, int file) {
    System.out.println(event + " " + file);
    System.out.flush();
  }
}
