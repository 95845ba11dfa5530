// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cbor;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class CborProperties {

  @Property
  void readsBackWhatWasWritten(@ForAll("items") CborItem item) throws MalformedEvidenceException {
    assertThat(CborReader.read("test", CborWriter.write(item))).isEqualTo(item);
  }

  @Property
  void refusesEveryPrefixOfAnItem(@ForAll("items") CborItem item) {
    Bytes whole = CborWriter.write(item);
    for (int length = 0; length < whole.length(); length++) {
      assertThat(reads(whole.slice(0, length))).isFalse();
    }
  }

  @Property
  void hasAnotherReadingOrNoneAfterAnyChange(
      @ForAll("items") CborItem item, @ForAll @IntRange(min = 1, max = 255) int change)
      throws MalformedEvidenceException {
    byte[] whole = CborWriter.write(item).toArray();
    for (int i = 0; i < whole.length; i++) {
      whole[i] ^= (byte) change;
      if (reads(Bytes.of(whole))) {
        assertThat(CborReader.read("test", Bytes.of(whole))).isNotEqualTo(item);
      }
      whole[i] ^= (byte) change;
    }
  }

  private static boolean reads(Bytes bytes) {
    try {
      CborReader.read("test", bytes);
      return true;
    } catch (MalformedEvidenceException e) {
      return false;
    }
  }

  @Provide
  Arbitrary<CborItem> items() {
    return items(4);
  }

  private static Arbitrary<CborItem> items(int levels) {
    Arbitrary<CborItem> flat =
        Arbitraries.oneOf(
            Arbitraries.longs().map(CborItem.Whole::new),
            Arbitraries.strings()
                .withCharRange('\0', '\ud7ff')
                .ofMaxLength(40)
                .map(CborItem.Text::new),
            Arbitraries.bytes()
                .array(byte[].class)
                .ofMaxSize(300)
                .map(value -> new CborItem.Octets(Bytes.of(value))),
            Arbitraries.of(new CborItem.Null(), new CborItem.Flag(true), new CborItem.Flag(false)));
    if (levels == 0) {
      return flat;
    }
    Arbitrary<CborItem> inner = items(levels - 1);
    return Arbitraries.oneOf(
        flat,
        inner.list().ofMaxSize(3).map(CborItem.Sequence::new),
        Arbitraries.maps(flat, inner).ofMaxSize(3).map(CborItem.Members::new),
        inner.map(item -> new CborItem.Tagged(18, item)));
  }
}
