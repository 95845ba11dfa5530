// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One protocol buffers message in its wire format, fields by number.
 *
 * <p>Protocol buffers let a later field of the same number replace an earlier one; here a field
 * that is asked for once must stand there once, so that there is one reading. Fields nobody asks
 * for are passed over.
 */
final class ProtoMessage {
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int LENGTH_DELIMITED = 2;
  private static final int FIXED_32 = 5;
  private static final int MAX_FIELDS = 4096;
  private static final int MAX_VARINT_BITS = 63;

  private final String structure;
  private final Map<Long, List<Bytes>> texts = new HashMap<>();
  private final Map<Long, List<Long>> numbers = new HashMap<>();

  private ProtoMessage(String structure) {
    this.structure = structure;
  }

  static ProtoMessage read(String structure, Bytes bytes) throws MalformedEvidenceException {
    ProtoMessage message = new ProtoMessage(structure);
    ByteReader reader = ByteReader.littleEndian(structure, bytes);
    for (int fields = 0; reader.remaining() > 0; fields++) {
      if (fields == MAX_FIELDS) {
        throw new MalformedEvidenceException(
            "%s: expected at most %d fields".formatted(structure, MAX_FIELDS));
      }
      message.readField(reader);
    }
    return message;
  }

  /** Returns every value of a field of bytes. */
  List<Bytes> all(long field) {
    return texts.getOrDefault(field, List.of());
  }

  /** Returns the value of a field of bytes that stands at most once. */
  Optional<Bytes> find(long field) throws MalformedEvidenceException {
    return once(field, all(field));
  }

  /** Returns the value of a number that stands at most once; 0 where it does not stand. */
  long number(long field) throws MalformedEvidenceException {
    return once(field, numbers.getOrDefault(field, List.of())).orElse(0L);
  }

  private <T> Optional<T> once(long field, List<T> values) throws MalformedEvidenceException {
    if (values.size() > 1) {
      throw new MalformedEvidenceException(
          "%s: expected field %d once, found it %d times"
              .formatted(structure, field, values.size()));
    }
    return values.stream().findFirst();
  }

  private void readField(ByteReader reader) throws MalformedEvidenceException {
    long tag = varint(reader);
    long field = tag >>> 3;
    switch ((int) (tag & 7)) {
      case VARINT ->
          numbers.computeIfAbsent(field, number -> new ArrayList<>()).add(varint(reader));
      case LENGTH_DELIMITED ->
          texts
              .computeIfAbsent(field, number -> new ArrayList<>())
              .add(reader.bytes("field", varint(reader)));
      case FIXED_64 -> reader.skip("field", Long.BYTES);
      case FIXED_32 -> reader.skip("field", Integer.BYTES);
      default ->
          throw new MalformedEvidenceException(
              "%s: expected a wire type of 0, 1, 2 or 5, found %d".formatted(structure, tag & 7));
    }
  }

  private long varint(ByteReader reader) throws MalformedEvidenceException {
    long value = 0;
    for (int shift = 0; shift < MAX_VARINT_BITS; shift += 7) {
      int next = reader.u8("varint");
      value |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return value;
      }
    }
    throw new MalformedEvidenceException(
        "%s: expected a number of at most 63 bits".formatted(structure));
  }
}
