// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that say which test shows what name no test that is gone. */
class TestsPageTest {
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|Fuzz|Properties))`");
  private static final Path HOUSE = Path.of("..");

  @ParameterizedTest
  @ValueSource(strings = {"known-defects.md", "threat-model.md", "compatibility.md"})
  void namesTestsThatExist(String page) throws IOException {
    Set<String> named =
        TEST.matcher(Files.readString(HOUSE.resolve("docs", page)))
            .results()
            .map(test -> test.group(1))
            .collect(Collectors.toSet());

    assertThat(named).isNotEmpty();
    assertThat(tests()).containsAll(named);
  }

  private static Set<String> tests() throws IOException {
    try (Stream<Path> files =
        Files.find(
            HOUSE,
            Integer.MAX_VALUE,
            (file, _) ->
                file.toString().contains("src/test/java/") && file.toString().endsWith(".java"))) {
      return files
          .map(file -> file.getFileName().toString().replace(".java", ""))
          .collect(Collectors.toSet());
    }
  }
}
