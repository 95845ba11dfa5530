// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.server.openai.FieldRule.Decimal;
import io.adyton.server.openai.FieldRule.Flag;
import io.adyton.server.openai.FieldRule.Line;
import io.adyton.server.openai.FieldRule.Shape;
import io.adyton.server.openai.FieldRule.Whole;
import io.adyton.server.openai.FieldRule.Word;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/api.md} are the tables of the code. */
class ApiDocumentTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "api.md");

  @Test
  void listsEveryFieldWithItsRule() throws Exception {
    assertThat(Files.readString(DOCUMENT)).contains(fields());
  }

  @Test
  void listsEveryErrorWithItsStatus() throws Exception {
    assertThat(Files.readString(DOCUMENT)).contains(errors());
  }

  private static String fields() {
    return Arrays.stream(ChatField.values())
        .map(
            field ->
                "| `%s` | %s | %s | %s |\n"
                    .formatted(
                        field.wireName(),
                        inWords(field.rule()),
                        field.support().name().toLowerCase(Locale.ROOT),
                        field.support() == ChatField.Support.LATER
                            ? "passes: " + field.note()
                            : field.note()))
        .collect(Collectors.joining());
  }

  private static String inWords(FieldRule rule) {
    return switch (rule) {
      case Whole whole -> "whole number, " + whole.least() + " to " + whole.most();
      case Decimal decimal -> "number, " + plain(decimal.least()) + " to " + plain(decimal.most());
      case Flag _ -> "true or false";
      case Word word -> String.join(", ", word.words());
      case Line line -> "string of up to " + line.mostBytes() + " bytes";
      case Shape shape -> shape.inWords();
    };
  }

  private static String plain(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }

  private static String errors() {
    return Arrays.stream(ErrorCode.values())
        .map(
            code ->
                "| %d | `%s` | `%s` | %s |\n"
                    .formatted(
                        code.status(),
                        code.type(),
                        code.wireName(),
                        code.shouldRetry()
                            .map(retry -> "`x-should-retry: " + retry + "`")
                            .orElse("")))
        .collect(Collectors.joining());
  }
}
