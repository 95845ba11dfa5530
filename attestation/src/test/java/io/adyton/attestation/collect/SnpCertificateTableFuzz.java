// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SnpCertificateTableFuzz {
  private static final Bytes TABLE =
      ByteWriter.littleEndian()
          .bytes(Bytes.ofHex("8d75da6364e66445adc5f4b93be8accd"))
          .u32(48)
          .u32(4)
          .bytes(Bytes.of(new byte[24]))
          .bytes(Bytes.ofHex("01020304"))
          .toBytes();

  @Property
  void readsOrRefusesAnyByteInItsPlace(
      @ForAll @IntRange(max = 51) int position, @ForAll byte value) {
    byte[] table = TABLE.toArray();
    table[position] = value;

    readOrRefuse(Bytes.of(table));
  }

  @Property
  void readsOrRefusesAnyBytes(@ForAll @Size(max = 200) byte[] table) {
    readOrRefuse(Bytes.of(table));
  }

  private static void readOrRefuse(Bytes table) {
    try {
      SnpCertificateTable read = SnpCertificateTable.read(table);
      assertThat(read.byGuid().values())
          .allSatisfy(entry -> assertThat(entry.length()).isLessThanOrEqualTo(table.length()));
    } catch (MalformedEvidenceException e) {
      assertThat(e).hasMessageContaining("expected");
    }
  }
}
