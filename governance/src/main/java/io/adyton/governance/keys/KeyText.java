// SPDX-License-Identifier: Apache-2.0
package io.adyton.governance.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The spelling of a key: {@code sk-adyton-}, eight hexadecimal digits of id, a hyphen, and 192
 * random bits in hexadecimal, so that a double click selects no less than a whole part.
 */
final class KeyText {
  private static final int ID_BYTES = 4;
  private static final int SECRET_BYTES = 24;
  private static final int ID_START = ApiKeyStore.PREFIX.length();
  private static final int ID_END = ID_START + 2 * ID_BYTES;
  private static final int LENGTH = ID_END + 1 + 2 * SECRET_BYTES;

  private KeyText() {}

  static String draw(RandomGenerator random) {
    byte[] id = new byte[ID_BYTES];
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(id);
    random.nextBytes(secret);
    HexFormat hex = HexFormat.of();
    return ApiKeyStore.PREFIX + hex.formatHex(id) + "-" + hex.formatHex(secret);
  }

  /** Returns the id inside a key, or empty if the text is not spelled like a key. */
  static Optional<String> idOf(String key) {
    return key.length() == LENGTH && key.startsWith(ApiKeyStore.PREFIX) && key.charAt(ID_END) == '-'
        ? Optional.of(key.substring(ID_START, ID_END))
        : Optional.empty();
  }

  static byte[] digest(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
