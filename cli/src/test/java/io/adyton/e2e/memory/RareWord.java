// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

import io.adyton.gguf.GgufException;
import io.adyton.gguf.GgufFile;
import io.adyton.gguf.TextArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Tokens of a model that are one long word each, so that a completion of them is known beforehand.
 *
 * @param id the token
 * @param text what it stands for: a space and a word
 */
record RareWord(int id, String text) {
  private static final String WORD = "\u0120[a-z]{9,}";

  /** Returns {@code count} different words, the same for the same seed. */
  static List<RareWord> of(Path model, int count, long seed) throws IOException, GgufException {
    TextArray tokens =
        (TextArray) GgufFile.open(model).metadata().value("tokenizer.ggml.tokens").orElseThrow();
    List<RareWord> words = new ArrayList<>();
    for (int id = 0; id < tokens.size(); id++) {
      String token = new String(tokens.element(id), StandardCharsets.UTF_8);
      if (token.matches(WORD)) {
        words.add(new RareWord(id, " " + token.substring(1)));
      }
    }
    Collections.shuffle(words, new Random(seed));
    return List.copyOf(words.subList(0, count));
  }
}
