// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import io.adyton.gguf.GgufException.Reason;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Looks keys up as libllama does, with the exact types it insists on, and refuses the rest. */
final class MetadataRules {
  private final GgufMetadata metadata;

  MetadataRules(GgufMetadata metadata) {
    this.metadata = metadata;
  }

  boolean has(String key) {
    return metadata.has(key);
  }

  String requiredText(String key) throws GgufException {
    String text = optionalText(key);
    if (text == null) {
      throw missing(key);
    }
    return text;
  }

  @Nullable String optionalText(String key) throws GgufException {
    return switch (metadata.asMap().get(key)) {
      case null -> null;
      case GgufValue.Text text -> text.value();
      case GgufValue other -> throw wrongType(key, "text", other);
    };
  }

  @Nullable Boolean optionalFlag(String key) throws GgufException {
    return switch (metadata.asMap().get(key)) {
      case null -> null;
      case GgufValue.Flag flag -> flag.value();
      case GgufValue other -> throw wrongType(key, "a bool", other);
    };
  }

  long requiredCount(String key, long min, long max) throws GgufException {
    return optionalCount(key, min, max).orElseThrow(() -> missing(key));
  }

  /** A {@code u32} within bounds, empty if the key is absent. */
  OptionalLong optionalCount(String key, long min, long max) throws GgufException {
    return switch (metadata.asMap().get(key)) {
      case null -> OptionalLong.empty();
      case GgufValue.Whole(GgufValueType type, long count) when type == GgufValueType.UINT32 ->
          OptionalLong.of(bounded(key, count, min, max));
      case GgufValue other -> throw wrongType(key, "a u32", other);
    };
  }

  /** A count for each block: one {@code u32} for all, or an array of one for each. */
  long @Nullable [] optionalCounts(String key, int blocks, long min, long max)
      throws GgufException {
    GgufValue value = metadata.asMap().get(key);
    if (!(value instanceof NumberArray array)) {
      OptionalLong all = optionalCount(key, min, max);
      if (all.isEmpty()) {
        return null;
      }
      long[] counts = new long[blocks];
      Arrays.fill(counts, all.getAsLong());
      return counts;
    }
    if (array.elementType() != GgufValueType.UINT32 && array.elementType() != GgufValueType.INT32) {
      throw wrongType(key, "a u32 or an array of them", array);
    }
    if (array.size() != blocks) {
      throw new GgufException(
          Reason.KEY_VALUE,
          "Key '%s' must have one element for each of the %d blocks, but has %d."
              .formatted(key, blocks, array.size()));
    }
    long[] counts = new long[blocks];
    for (int i = 0; i < blocks; i++) {
      counts[i] = bounded(key, array.whole(i), min, max);
    }
    return counts;
  }

  /** A finite {@code f32} within bounds; absent keys pass. */
  void checkReal(String key, double min, double max) throws GgufException {
    switch (metadata.asMap().get(key)) {
      case null -> {}
      case GgufValue.Real(GgufValueType type, double value) when type == GgufValueType.FLOAT32 -> {
        if (!(value >= min && value <= max)) {
          throw new GgufException(
              Reason.KEY_VALUE,
              "Key '%s' must be from %s to %s, but is %s.".formatted(key, min, max, value));
        }
      }
      case GgufValue other -> throw wrongType(key, "an f32", other);
    }
  }

  /** Text that is one of a few words; absent keys pass. */
  void checkWord(String key, Set<String> words) throws GgufException {
    String text = optionalText(key);
    if (text != null && !words.contains(text)) {
      throw new GgufException(
          Reason.KEY_VALUE, "Key '%s' must be one of %s.".formatted(key, words));
    }
  }

  @Nullable TextArray optionalTexts(String key) throws GgufException {
    return switch (metadata.asMap().get(key)) {
      case null -> null;
      case TextArray texts -> texts;
      case GgufValue other -> throw wrongType(key, "an array of strings", other);
    };
  }

  @Nullable NumberArray optionalNumbers(String key, Set<GgufValueType> elementTypes)
      throws GgufException {
    return switch (metadata.asMap().get(key)) {
      case null -> null;
      case NumberArray array when elementTypes.contains(array.elementType()) -> array;
      case GgufValue other -> throw wrongType(key, "an array of " + elementTypes, other);
    };
  }

  static GgufException missing(String key) {
    return new GgufException(
        Reason.MISSING_KEY, "Key '%s' is absent, but the model needs it.".formatted(key));
  }

  private static long bounded(String key, long count, long min, long max) throws GgufException {
    if (count < min || count > max) {
      throw new GgufException(
          Reason.KEY_VALUE,
          "Key '%s' must be from %d to %d, but is %d.".formatted(key, min, max, count));
    }
    return count;
  }

  private static GgufException wrongType(String key, String expected, GgufValue found) {
    String type =
        found instanceof GgufValue.Array array
            ? "an array of " + array.elementType().label()
            : found.type().label();
    return new GgufException(
        Reason.KEY_TYPE, "Key '%s' must be %s, but is %s.".formatted(key, expected, type));
  }
}
