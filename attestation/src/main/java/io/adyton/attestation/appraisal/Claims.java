// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.appraisal;

import io.adyton.attestation.bytes.Bytes;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the evidence says, by name. Immutable. Values are compared by their text. */
public record Claims(Map<String, Claim> byName) {
  /** Copies {@code byName} into the order of the names. */
  public Claims {
    byName = Collections.unmodifiableMap(new TreeMap<>(byName));
  }

  /** Returns the claim of this name. */
  public Optional<Claim> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The value of a claim; {@link #text()} is how people and lists of cases write it. */
  public sealed interface Claim {
    /** Returns the value as text; bytes in hexadecimal, lower case. */
    String text();

    /** A word, a version, a list joined with commas. */
    record Text(String text) implements Claim {}

    /** A whole number. */
    record Number(long value) implements Claim {
      @Override
      public String text() {
        return Long.toString(value);
      }
    }

    /** Yes or no. */
    record Flag(boolean value) implements Claim {
      @Override
      public String text() {
        return Boolean.toString(value);
      }
    }

    /** Bytes as they stand in the evidence. */
    record Octets(Bytes value) implements Claim {
      @Override
      public String text() {
        return value.hex();
      }
    }
  }
}
