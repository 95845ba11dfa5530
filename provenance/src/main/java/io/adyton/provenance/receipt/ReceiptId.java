// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

import java.time.Instant;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * The name of one receipt: {@code rcpt_} and a ULID, 48 bits of time and 80 drawn at random.
 *
 * @param text the whole name
 */
public record ReceiptId(String text) {
  private static final String PREFIX = "rcpt_";
  private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final int TIME_DIGITS = 10;
  private static final int DRAWN_DIGITS = 16;
  private static final int BITS = 5;
  private static final Pattern FORM = Pattern.compile(PREFIX + "[0-7][0-9A-HJKMNP-TV-Z]{25}");

  /** Checks the form. */
  public ReceiptId {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("expected rcpt_ and 26 digits of a ULID");
    }
  }

  /** Draws a name. */
  public static ReceiptId draw(Instant now, RandomGenerator random) {
    StringBuilder text = new StringBuilder(PREFIX);
    for (int digit = TIME_DIGITS - 1; digit >= 0; digit--) {
      text.append(DIGITS.charAt((int) (now.toEpochMilli() >> BITS * digit) & 31));
    }
    byte[] drawn = new byte[DRAWN_DIGITS];
    random.nextBytes(drawn);
    for (byte b : drawn) {
      text.append(DIGITS.charAt(b & 31));
    }
    return new ReceiptId(text.toString());
  }

  /** Returns {@link #text()}. */
  @Override
  public String toString() {
    return text;
  }
}
