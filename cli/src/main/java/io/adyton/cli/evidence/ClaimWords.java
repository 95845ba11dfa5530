// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.evidence;

import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Claims as people read them. */
final class ClaimWords {
  private static final Properties MEANINGS = load();
  private static final Pattern DEVICE = Pattern.compile("device\\.(\\d+)\\.(.+)");
  private static final int SHORT_BYTES = 8;

  private ClaimWords() {}

  /** Says what a claim means; empty for one that has no words yet. */
  static String meaning(String name) {
    Matcher device = DEVICE.matcher(name);
    if (device.matches()) {
      return "device " + device.group(1) + ": " + meaning(device.group(2));
    }
    String pattern = name.replaceAll("(?<=\\.|rtmr)\\d+(?=\\.|$)", "#");
    return MEANINGS.getProperty(pattern, "");
  }

  /** Writes a value; what a terminal would act on is written as its number. */
  static String value(String name, Claim claim) {
    return switch (claim) {
      case Claim.Text(String text) -> printable(text);
      case Claim.Number(long value) when name.equals("timestamp_ms") ->
          value + " (" + Instant.ofEpochMilli(value) + ")";
      case Claim.Number(long value) -> Long.toString(value);
      case Claim.Flag(boolean value) -> value ? "yes" : "no";
      case Claim.Octets(Bytes value) when value.length() == 0 -> "empty";
      case Claim.Octets(Bytes value) when value.isZero() && value.length() > SHORT_BYTES ->
          "zero (%d bytes)".formatted(value.length());
      case Claim.Octets(Bytes value) -> value.hex();
    };
  }

  private static String printable(String text) {
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            point -> {
              if (Character.isISOControl(point)
                  || Character.getType(point) == Character.FORMAT
                  || Character.getType(point) == Character.LINE_SEPARATOR
                  || Character.getType(point) == Character.PARAGRAPH_SEPARATOR) {
                safe.append("\\u{%x}".formatted(point));
              } else {
                safe.appendCodePoint(point);
              }
            });
    return safe.toString();
  }

  private static Properties load() {
    try (InputStream stream = ClaimWords.class.getResourceAsStream("claims.properties")) {
      Properties meanings = new Properties();
      meanings.load(stream);
      return meanings;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
