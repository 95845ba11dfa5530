// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.scheduler.text.Text;
import io.adyton.server.openai.ChatRequestParser.Served;
import io.adyton.server.openai.FieldRule.Decimal;
import io.adyton.server.openai.FieldRule.Whole;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The edges of every numeric field, and numbers that have broken other servers. */
class NumericBoundaryTest {
  private static final List<String> NOTORIOUS =
      List.of(
          "0",
          "-1",
          "2147483648",
          "9007199254740992",
          "9223372036854775808",
          "1e308",
          "1e999",
          "-1e999",
          "NaN",
          "\"1\"",
          "1.5",
          "-0",
          "1e400000000",
          "true",
          "[]");

  static Stream<Arguments> numbers() {
    return Arrays.stream(ChatField.values())
        .flatMap(field -> candidates(field.rule()).map(number -> Arguments.of(field, number)));
  }

  private static Stream<String> candidates(FieldRule rule) {
    return switch (rule) {
      case Whole whole ->
          Stream.concat(
              edges(
                  BigDecimal.valueOf(whole.least()),
                  BigDecimal.valueOf(whole.most()),
                  BigDecimal.ONE),
              NOTORIOUS.stream());
      case Decimal decimal ->
          Stream.concat(
              edges(
                  BigDecimal.valueOf(decimal.least()),
                  BigDecimal.valueOf(decimal.most()),
                  new BigDecimal("0.001")),
              NOTORIOUS.stream());
      case FieldRule.Flag _, FieldRule.Line _, FieldRule.Word _, FieldRule.Shape _ ->
          Stream.empty();
    };
  }

  private static Stream<String> edges(BigDecimal least, BigDecimal most, BigDecimal step) {
    List<String> edges = new ArrayList<>();
    for (BigDecimal edge :
        List.of(
            least.subtract(step),
            least,
            least.add(step),
            most.subtract(step),
            most,
            most.add(step))) {
      edges.add(edge.toPlainString());
    }
    return edges.stream();
  }

  @ParameterizedTest
  @MethodSource("numbers")
  void acceptsWhatLiesInRangeAndRefusesTheRest(ChatField field, String number) {
    String body =
        "{\"model\":\"m\",\"logprobs\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}],\""
            + field.wireName()
            + "\":"
            + number
            + "}";
    ErrorCode refused = null;
    try (Text text = Text.ofPublic(body)) {
      ChatRequestParser.parse(text, new Served(10, false, false), () -> 42).close();
    } catch (ApiException e) {
      refused = e.error().code();
    }
    if (refused == null) {
      assertThat(isInRange(field.rule(), number)).isTrue();
    } else {
      assertThat(refused.status()).isEqualTo(400);
      assertThat(refused == ErrorCode.UNSUPPORTED_PARAMETER || !isInRange(field.rule(), number))
          .isTrue();
    }
  }

  private static boolean isInRange(FieldRule rule, String number) {
    if (!number.matches("-?[0-9.]+(e[0-9]{1,3})?")) {
      return false;
    }
    BigDecimal value = new BigDecimal(number);
    return switch (rule) {
      case Whole whole ->
          number.matches("-?[0-9]+")
              && value.compareTo(BigDecimal.valueOf(whole.least())) >= 0
              && value.compareTo(BigDecimal.valueOf(whole.most())) <= 0;
      case Decimal decimal ->
          value.compareTo(BigDecimal.valueOf(decimal.least())) >= 0
              && value.compareTo(BigDecimal.valueOf(decimal.most())) <= 0;
      case FieldRule.Flag _, FieldRule.Line _, FieldRule.Word _, FieldRule.Shape _ -> false;
    };
  }
}
