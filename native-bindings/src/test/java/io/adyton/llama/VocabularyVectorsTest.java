// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Tokenizes the release's own test vectors, over all kinds of vocabulary it has. */
class VocabularyVectorsTest {
  private static final String SEPARATOR = "\n__ggml_vocab_test__\n";

  @TestFactory
  Stream<DynamicTest> tokenizeAsTheReleaseDoes() throws IOException {
    Path models = ReleaseSource.directory().resolve("models");
    List<Path> vectors = new ArrayList<>();
    try (Stream<Path> files = Files.list(models)) {
      files.filter(file -> file.toString().endsWith(".gguf.inp")).sorted().forEach(vectors::add);
    }
    assertThat(vectors).hasSizeGreaterThan(10);
    return vectors.stream()
        .map(file -> file.getFileName().toString().replace(".inp", ""))
        .map(name -> DynamicTest.dynamicTest(name, () -> check(models, name)));
  }

  private static void check(Path models, String name) throws IOException {
    try (LlamaModel model = TestModels.vocabularyOnly(models.resolve(name))) {
      String[] texts =
          Files.readString(models.resolve(name + ".inp"), StandardCharsets.UTF_8)
              .split(SEPARATOR, -1);
      List<String> expected = Files.readAllLines(models.resolve(name + ".out"));
      for (int i = 0; i < expected.size(); i++) {
        assertThat(model.vocabulary().tokenize(TestModels.direct(texts[i]), false, false))
            .as("%s, text %d", name, i)
            .isEqualTo(ids(expected.get(i)));
      }
    }
  }

  private static int[] ids(String line) {
    return Stream.of(line.strip().split(" +"))
        .filter(id -> !id.isEmpty())
        .mapToInt(Integer::parseInt)
        .toArray();
  }
}
