// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/** The forms in which a text may lie in memory. */
enum Encoding {
  /** Wire bytes, native text and compact Java strings of Latin text. JSON changes no letter. */
  UTF_8 {
    @Override
    List<byte[]> of(String text) {
      return List.of(text.getBytes(StandardCharsets.UTF_8));
    }
  },
  /** Java's other strings and every {@code char[]}. */
  UTF_16LE {
    @Override
    List<byte[]> of(String text) {
      return List.of(text.getBytes(StandardCharsets.UTF_16LE));
    }
  },
  /** Base64, at each of the three positions relative to what went before. */
  BASE64 {
    @Override
    List<byte[]> of(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return List.of(base64(bytes, 0), base64(bytes, 1), base64(bytes, 2));
    }
  },
  /** JSON that escapes every character. */
  JSON_ESCAPED {
    @Override
    List<byte[]> of(String text) {
      StringBuilder escaped = new StringBuilder();
      text.chars().forEach(c -> escaped.append(String.format("\\u%04x", c)));
      return List.of(escaped.toString().getBytes(StandardCharsets.US_ASCII));
    }
  },
  /** Hexadecimal digits, as dumps print them. */
  HEX {
    @Override
    List<byte[]> of(String text) {
      String hex = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
      return List.of(hex.getBytes(StandardCharsets.US_ASCII));
    }
  };

  /** Returns what to look for. */
  abstract List<byte[]> of(String text);

  /** Encodes so that only whole groups remain, whatever stood {@code shift} bytes before. */
  private static byte[] base64(byte[] bytes, int shift) {
    int start = (3 - shift) % 3;
    int end = bytes.length - (bytes.length - start) % 3;
    return Base64.getEncoder().encode(Arrays.copyOfRange(bytes, start, end));
  }
}
