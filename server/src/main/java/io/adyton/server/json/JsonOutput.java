// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.json;

import io.adyton.scheduler.text.Text;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes JSON into buffers. Texts go from their own memory into the buffer and nowhere else. */
public final class JsonOutput {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private JsonOutput() {}

  /** Writes the characters of {@code text}, escaped, without quotes around them. */
  public static void escape(Text text, ByteBuf out) {
    escape(text.view(), out);
  }

  private static void escape(ByteBuffer utf8, ByteBuf out) {
    int length = utf8.limit();
    out.ensureWritable(length + 16);
    int from = 0;
    for (int at = 0; at < length; at++) {
      byte unit = utf8.get(at);
      if (unit >= 0 && unit < 0x20 || unit == '"' || unit == '\\') {
        out.writeBytes(utf8.slice(from, at - from));
        escape(unit, out);
        from = at + 1;
      }
    }
    out.writeBytes(utf8.slice(from, length - from));
  }

  private static void escape(byte unit, ByteBuf out) {
    out.writeByte('\\');
    switch (unit) {
      case '"', '\\' -> out.writeByte(unit);
      case '\n' -> out.writeByte('n');
      case '\r' -> out.writeByte('r');
      case '\t' -> out.writeByte('t');
      case '\b' -> out.writeByte('b');
      case '\f' -> out.writeByte('f');
      default -> {
        out.writeByte('u').writeByte('0').writeByte('0');
        out.writeByte(HEX[unit >> 4]).writeByte(HEX[unit & 0xf]);
      }
    }
  }
}
