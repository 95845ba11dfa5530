// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cbor;

import io.adyton.attestation.bytes.Bytes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One data item of CBOR. Immutable; equal when type and value are. */
public sealed interface CborItem {

  /**
   * An integer, major types 0 and 1.
   *
   * @param value the number; those beyond 64 bits with sign are not read
   */
  record Whole(long value) implements CborItem {}

  /** A byte string, major type 2. */
  record Octets(Bytes value) implements CborItem {}

  /** A text string, major type 3. */
  record Text(String value) implements CborItem {}

  /** An array, major type 4. */
  record Sequence(List<CborItem> items) implements CborItem {
    /** Copies the list. */
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /** A map, major type 5, in the order in which it was written. */
  record Members(Map<CborItem, CborItem> byKey) implements CborItem {
    /** Copies the map and keeps its order. */
    public Members {
      byKey = Collections.unmodifiableMap(new LinkedHashMap<>(byKey));
    }
  }

  /** An item under a tag, major type 6. */
  record Tagged(long tag, CborItem item) implements CborItem {}

  /** False or true. */
  record Flag(boolean value) implements CborItem {}

  /** Null. */
  record Null() implements CborItem {}
}
