// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cbor;

import io.adyton.attestation.bytes.Bytes;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes data items in preferred serialization (RFC 8949, section 4.1): shortest numbers, definite
 * lengths. Maps keep their order; sorting them is the caller's choice.
 */
public final class CborWriter {
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private CborWriter() {}

  /** Returns the bytes of {@code item}. */
  public static Bytes write(CborItem item) {
    CborWriter writer = new CborWriter();
    writer.item(item);
    return Bytes.of(writer.output.toByteArray());
  }

  private void item(CborItem item) {
    switch (item) {
      case CborItem.Whole(long value) -> head(value < 0 ? 1 : 0, value < 0 ? -1 - value : value);
      case CborItem.Octets(Bytes value) -> string(2, value.toArray());
      case CborItem.Text(String value) -> string(3, value.getBytes(StandardCharsets.UTF_8));
      case CborItem.Sequence sequence -> {
        head(4, sequence.items().size());
        sequence.items().forEach(this::item);
      }
      case CborItem.Members members -> {
        head(5, members.byKey().size());
        members
            .byKey()
            .forEach(
                (key, value) -> {
                  item(key);
                  item(value);
                });
      }
      case CborItem.Tagged(long tag, CborItem tagged) -> {
        head(6, tag);
        item(tagged);
      }
      case CborItem.Flag(boolean value) -> output.write(value ? 0xf5 : 0xf4);
      case CborItem.Null() -> output.write(0xf6);
    }
  }

  private void string(int majorType, byte[] value) {
    head(majorType, value.length);
    output.writeBytes(value);
  }

  private void head(int majorType, long argument) {
    if (argument < 24) {
      output.write(majorType << 5 | (int) argument);
      return;
    }
    int widthLog2 = argument < 1L << 8 ? 0 : argument < 1L << 16 ? 1 : argument < 1L << 32 ? 2 : 3;
    output.write(majorType << 5 | 24 + widthLog2);
    for (int shift = (1 << widthLog2) * 8 - 8; shift >= 0; shift -= 8) {
      output.write((int) (argument >>> shift));
    }
  }
}
