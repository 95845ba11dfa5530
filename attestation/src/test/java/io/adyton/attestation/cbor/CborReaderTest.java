// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.cbor.CborReader.Prefix;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CborReaderTest {

  /** Examples of RFC 8949, appendix A. */
  @ParameterizedTest
  @CsvSource({
    "00, 0",
    "17, 23",
    "1818, 24",
    "1903e8, 1000",
    "1a000f4240, 1000000",
    "1b000000e8d4a51000, 1000000000000",
    "20, -1",
    "3863, -100",
    "3903e7, -1000"
  })
  void readsIntegers(String hex, long value) throws MalformedEvidenceException {
    assertThat(read(hex)).isEqualTo(new CborItem.Whole(value));
  }

  @ParameterizedTest
  @CsvSource({"a26161016162820203", "bf61610161629f0203ffff", "a2616101616282 0203"})
  void readsMapsAndArraysOfEitherLength(String hex) throws MalformedEvidenceException {
    assertThat(read(hex.replace(" ", "")))
        .isEqualTo(
            new CborItem.Members(
                Map.of(
                    new CborItem.Text("a"),
                    new CborItem.Whole(1),
                    new CborItem.Text("b"),
                    new CborItem.Sequence(List.of(new CborItem.Whole(2), new CborItem.Whole(3))))));
  }

  @Test
  void leavesWhatFollowsAPrefix() throws MalformedEvidenceException {
    Prefix prefix = CborReader.readPrefix("test", Bytes.ofHex("43010203ff00"));

    assertThat(prefix).isEqualTo(new Prefix(new CborItem.Octets(Bytes.ofHex("010203")), 4));
  }

  @ParameterizedTest
  @CsvSource({
    "0000, 'expected the end at byte 1, found 1 more'",
    "a2616101616102, 'each key of a map once'",
    "bf616101616102ff, 'each key of a map once'",
    "1817, 'shortest form'",
    "1900ff, 'shortest form'",
    "1a0000ffff, 'shortest form'",
    "1b00000000ffffffff, 'shortest form'",
    "580401020304, 'shortest form'",
    "1bffffffffffffffff, 'up to 2^63-1'",
    "5f42010243030405ff, 'additional information 31'",
    "62c328, 'UTF-8'",
    "f90000, 'initial byte 0xf9'",
    "f7, 'initial byte 0xf7'",
    "ff, 'initial byte 0xff'",
    "8201ff, 'initial byte 0xff'",
    "bf6161ff, 'initial byte 0xff'",
    "9f01, 'initial byte'",
    "1c, 'additional information 28'",
    "42ff, 'expected 2 bytes'",
    "5b7fffffffffffffff, 'bytes'",
    "9b00000001ffffffff, 'at most 0 entries'",
    "818181818181818181818181818181818100, 'at most 16 levels'"
  })
  void refusesWhatHasNoOrMoreThanOneReading(String hex, String message) {
    assertThatThrownBy(() -> read(hex))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining(message);
  }

  @Test
  void refusesMoreThanItsLimit() {
    Bytes large = Bytes.of(new byte[CborReader.SIZE_BYTES + 1]);

    assertThatThrownBy(() -> CborReader.read("test", large))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessageContaining("expected at most 1048576 bytes, found 1048577");
  }

  private static CborItem read(String hex) throws MalformedEvidenceException {
    return CborReader.read("test", Bytes.ofHex(hex));
  }
}
