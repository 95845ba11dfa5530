// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.bytes;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;

/** An immutable sequence of bytes that are no secret. Equal when the bytes are. Thread-safe. */
public final class Bytes {
  /** No byte at all. */
  public static final Bytes EMPTY = new Bytes(new byte[0]);

  private final byte[] value;

  private Bytes(byte[] value) {
    this.value = value;
  }

  /** Copies {@code value}. */
  public static Bytes of(byte[] value) {
    return value.length == 0 ? EMPTY : new Bytes(value.clone());
  }

  /** Reads hexadecimal digits of either case, without prefix or separators. */
  public static Bytes ofHex(String hex) {
    return new Bytes(HexFormat.of().parseHex(hex));
  }

  /** Puts sequences one after the other. */
  public static Bytes concat(Bytes... parts) {
    byte[] whole = new byte[Math.toIntExact(Arrays.stream(parts).mapToLong(Bytes::length).sum())];
    int offset = 0;
    for (Bytes part : parts) {
      System.arraycopy(part.value, 0, whole, offset, part.value.length);
      offset += part.value.length;
    }
    return new Bytes(whole);
  }

  /** Returns how many bytes there are. */
  public int length() {
    return value.length;
  }

  /** Returns the byte at {@code index} as a number from 0 to 255. */
  public int at(int index) {
    return value[index] & 0xff;
  }

  /**
   * Copies the bytes from {@code from} up to and without {@code to}.
   *
   * @throws IndexOutOfBoundsException if the range is not inside
   */
  public Bytes slice(int from, int to) {
    Objects.checkFromToIndex(from, to, value.length);
    return new Bytes(Arrays.copyOfRange(value, from, to));
  }

  /** Returns whether every byte is zero; true for none. */
  public boolean isZero() {
    int seen = 0;
    for (byte b : value) {
      seen |= b;
    }
    return seen == 0;
  }

  /** Copies the bytes out. */
  public byte[] toArray() {
    return value.clone();
  }

  /** Returns the bytes in hexadecimal, lower case. */
  public String hex() {
    return HexFormat.of().formatHex(value);
  }

  /**
   * Hashes the bytes.
   *
   * @param algorithm a name every Java platform has, such as {@code SHA-256}
   */
  public Bytes digest(String algorithm) {
    try {
      return new Bytes(MessageDigest.getInstance(algorithm).digest(value));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("no digest " + algorithm + " on this Java platform", e);
    }
  }

  /** Compares in a time that depends on the lengths alone. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Bytes that && MessageDigest.isEqual(value, that.value);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(value);
  }

  /** Returns {@link #hex()}. */
  @Override
  public String toString() {
    return hex();
  }
}
