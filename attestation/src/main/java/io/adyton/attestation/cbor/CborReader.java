// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cbor;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one data item that has exactly one reading.
 *
 * <p>Refused, besides what RFC 8949 calls not well-formed: numbers and lengths written longer than
 * need be, strings in chunks, repeated map keys, text that is not UTF-8, integers beyond 64 bits
 * with sign, floating point and simple values other than false, true and null, more than {@value
 * #DEPTH} levels, more than {@value #SIZE_BYTES} bytes. Arrays and maps may have an indefinite
 * length. Never allocates more than a small multiple of the input.
 */
public final class CborReader {
  /** How many bytes are read at most. */
  public static final int SIZE_BYTES = 1 << 20;

  /** How many levels arrays, maps and tags may be nested. */
  public static final int DEPTH = 16;

  private static final int INDEFINITE = 31;
  private static final int BREAK = 0xff;

  private final String structure;
  private final ByteReader input;
  private int ahead = -1;

  private CborReader(String structure, Bytes bytes) {
    this.structure = structure;
    this.input = ByteReader.bigEndian(structure, bytes);
  }

  /**
   * An item at the start of some bytes.
   *
   * @param item what was read
   * @param length how many bytes it took
   */
  public record Prefix(CborItem item, int length) {}

  /**
   * Reads the one item that {@code bytes} are.
   *
   * @param structure what the bytes should be, for the message of a refusal
   */
  public static CborItem read(String structure, Bytes bytes) throws MalformedEvidenceException {
    Prefix prefix = readPrefix(structure, bytes);
    if (prefix.length() != bytes.length()) {
      throw new MalformedEvidenceException(
          "%s: expected the end at byte %d, found %d more bytes"
              .formatted(structure, prefix.length(), bytes.length() - prefix.length()));
    }
    return prefix.item();
  }

  /** Reads the item that {@code bytes} start with and leaves what follows it. */
  public static Prefix readPrefix(String structure, Bytes bytes) throws MalformedEvidenceException {
    if (bytes.length() > SIZE_BYTES) {
      throw new MalformedEvidenceException(
          "%s: expected at most %d bytes, found %d"
              .formatted(structure, SIZE_BYTES, bytes.length()));
    }
    CborReader reader = new CborReader(structure, bytes);
    CborItem item = reader.item(0);
    return new Prefix(item, reader.input.position());
  }

  private CborItem item(int depth) throws MalformedEvidenceException {
    if (depth > DEPTH) {
      throw refused("at most " + DEPTH + " levels", "more");
    }
    int head = head();
    int information = head & 0x1f;
    return switch (head >> 5) {
      case 0 -> new CborItem.Whole(argument(information));
      case 1 -> new CborItem.Whole(-1 - argument(information));
      case 2 -> new CborItem.Octets(string(information));
      case 3 -> new CborItem.Text(text(string(information)));
      case 4 -> sequence(information, depth);
      case 5 -> members(information, depth);
      case 6 -> new CborItem.Tagged(argument(information), item(depth + 1));
      default -> simple(head);
    };
  }

  private CborItem simple(int head) throws MalformedEvidenceException {
    return switch (head) {
      case 0xf4 -> new CborItem.Flag(false);
      case 0xf5 -> new CborItem.Flag(true);
      case 0xf6 -> new CborItem.Null();
      default -> throw refused("a data item", "initial byte 0x%02x".formatted(head));
    };
  }

  private CborItem sequence(int information, int depth) throws MalformedEvidenceException {
    List<CborItem> items = new ArrayList<>();
    long left = count(information);
    while (left < 0 ? !atBreak() : left-- > 0) {
      items.add(item(depth + 1));
    }
    return new CborItem.Sequence(items);
  }

  private CborItem members(int information, int depth) throws MalformedEvidenceException {
    Map<CborItem, CborItem> byKey = new LinkedHashMap<>();
    long left = count(information);
    while (left < 0 ? !atBreak() : left-- > 0) {
      CborItem key = item(depth + 1);
      if (byKey.put(key, item(depth + 1)) != null) {
        throw refused("each key of a map once", "one twice");
      }
    }
    return new CborItem.Members(byKey);
  }

  /** Returns how many entries follow; -1 if a break ends them. */
  private long count(int information) throws MalformedEvidenceException {
    if (information == INDEFINITE) {
      return -1;
    }
    long count = argument(information);
    if (count > input.remaining()) {
      throw refused("at most " + input.remaining() + " entries", Long.toString(count));
    }
    return count;
  }

  private Bytes string(int information) throws MalformedEvidenceException {
    return input.bytes("string", argument(information));
  }

  private String text(Bytes bytes) throws MalformedEvidenceException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes.toArray()))
          .toString();
    } catch (CharacterCodingException e) {
      throw new MalformedEvidenceException(structure + ": expected UTF-8, found other bytes", e);
    }
  }

  private long argument(int information) throws MalformedEvidenceException {
    if (information < 24) {
      return information;
    }
    long value =
        switch (information) {
          case 24 -> input.u8("argument");
          case 25 -> input.u16("argument");
          case 26 -> input.u32("argument");
          case 27 -> input.u64("argument");
          default -> throw refused("a length or number", "additional information " + information);
        };
    long leastForWidth =
        switch (information) {
          case 24 -> 24;
          case 25 -> 1L << 8;
          case 26 -> 1L << 16;
          default -> 1L << 32;
        };
    if (value < leastForWidth) {
      throw refused(
          "a number in its shortest form, up to 2^63-1",
          Long.toUnsignedString(value) + " otherwise");
    }
    return value;
  }

  private boolean atBreak() throws MalformedEvidenceException {
    int head = head();
    if (head == BREAK) {
      return true;
    }
    ahead = head;
    return false;
  }

  private int head() throws MalformedEvidenceException {
    int head = ahead >= 0 ? ahead : input.u8("initial byte");
    ahead = -1;
    return head;
  }

  private MalformedEvidenceException refused(String expected, String found) {
    return new MalformedEvidenceException(
        "%s: expected %s before byte %d, found %s"
            .formatted(structure, expected, input.position(), found));
  }
}
