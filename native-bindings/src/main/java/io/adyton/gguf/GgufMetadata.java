// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The keys of a file and their values, in the order of the file. Immutable. */
public final class GgufMetadata {
  private final Map<String, GgufValue> values;

  GgufMetadata(Map<String, GgufValue> values) {
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** All keys and values. */
  public Map<String, GgufValue> asMap() {
    return values;
  }

  public Optional<GgufValue> value(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /** The text of a key; empty if the key is absent or holds something else. */
  public Optional<String> text(String key) {
    return values.get(key) instanceof GgufValue.Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  /** The integer of a key; empty if the key is absent or holds something else. */
  public OptionalLong whole(String key) {
    return values.get(key) instanceof GgufValue.Whole whole
        ? OptionalLong.of(whole.value())
        : OptionalLong.empty();
  }

  /** The boolean of a key; empty if the key is absent or holds something else. */
  public Optional<Boolean> flag(String key) {
    return values.get(key) instanceof GgufValue.Flag flag
        ? Optional.of(flag.value())
        : Optional.empty();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }
}
