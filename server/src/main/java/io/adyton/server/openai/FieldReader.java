// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

import io.adyton.server.json.JsonValue;
import io.adyton.server.json.JsonValue.Type;
import io.adyton.server.openai.FieldRule.Decimal;
import io.adyton.server.openai.FieldRule.Line;
import io.adyton.server.openai.FieldRule.Whole;
import io.adyton.server.openai.FieldRule.Word;
import java.math.BigDecimal;
import java.util.Optional;

/** Reads one value by its rule, or refuses it. */
final class FieldReader {
  private FieldReader() {}

  static long whole(String parameter, Whole rule, JsonValue value) throws ApiException {
    if (!value.is(Type.NUMBER) || !value.isWholeNumber()) {
      throw new ApiException(ApiError.invalidType(parameter, "a whole number"));
    }
    Optional<Long> number = value.wholeNumber();
    if (number.isEmpty() || number.get() < rule.least() || number.get() > rule.most()) {
      throw new ApiException(
          ApiError.outOfRange(parameter, Long.toString(rule.least()), Long.toString(rule.most())));
    }
    return number.get();
  }

  static float decimal(String parameter, Decimal rule, JsonValue value) throws ApiException {
    if (!value.is(Type.NUMBER)) {
      throw new ApiException(ApiError.invalidType(parameter, "a number"));
    }
    double number = value.number();
    if (!(number >= rule.least() && number <= rule.most())) {
      throw new ApiException(
          ApiError.outOfRange(parameter, spell(rule.least()), spell(rule.most())));
    }
    return (float) number;
  }

  static boolean flag(String parameter, JsonValue value) throws ApiException {
    if (!value.is(Type.BOOLEAN)) {
      throw new ApiException(ApiError.invalidType(parameter, "true or false"));
    }
    return value.isTrue();
  }

  static String word(String parameter, Word rule, JsonValue value) throws ApiException {
    requireString(parameter, value);
    return value
        .publicString(ChatLimits.NAME_BYTES)
        .filter(rule.words()::contains)
        .orElseThrow(
            () ->
                new ApiException(
                    ApiError.invalidValue(parameter, "one of " + String.join(", ", rule.words()))));
  }

  static String line(String parameter, Line rule, JsonValue value) throws ApiException {
    requireString(parameter, value);
    return value
        .publicString(rule.mostBytes())
        .orElseThrow(
            () -> new ApiException(ApiError.tooLong(parameter, rule.mostBytes(), "bytes")));
  }

  static void requireString(String parameter, JsonValue value) throws ApiException {
    if (!value.is(Type.STRING)) {
      throw new ApiException(ApiError.invalidType(parameter, "a string"));
    }
  }

  static void requireObject(String parameter, JsonValue value) throws ApiException {
    if (!value.is(Type.OBJECT)) {
      throw new ApiException(ApiError.invalidType(parameter, "an object"));
    }
  }

  static void requireArray(String parameter, JsonValue value) throws ApiException {
    if (!value.is(Type.ARRAY)) {
      throw new ApiException(ApiError.invalidType(parameter, "an array"));
    }
  }

  static void requireAtMost(String parameter, JsonValue value, int most, String unit)
      throws ApiException {
    if (value.size() > most) {
      throw new ApiException(ApiError.tooLong(parameter, most, unit));
    }
  }

  private static String spell(double bound) {
    return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
  }
}
