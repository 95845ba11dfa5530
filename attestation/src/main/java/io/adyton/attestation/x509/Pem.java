// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The textual encoding of RFC 7468; text outside the blocks is passed over. */
final class Pem {
  private static final int MAX_BYTES = 1 << 20;
  private static final int DER_SEQUENCE = 0x30;
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private Pem() {}

  /** Tells DER, which begins with a SEQUENCE, from text. */
  static boolean isDer(Bytes file) {
    return file.length() > 0 && file.at(0) == DER_SEQUENCE;
  }

  /** Decodes all blocks of a label; at least one is expected, and no other label. */
  static List<Bytes> blocks(String what, String label, Bytes file)
      throws MalformedEvidenceException {
    if (file.length() > MAX_BYTES) {
      throw new MalformedEvidenceException(
          "%s: expected at most %d bytes, found %d".formatted(what, MAX_BYTES, file.length()));
    }
    String text = new String(file.toArray(), ISO_8859_1);
    String begin = "-----BEGIN " + label + "-----";
    String end = "-----END " + label + "-----";
    List<Bytes> blocks = new ArrayList<>();
    int from = text.indexOf("-----BEGIN ");
    while (from >= 0) {
      int to = text.indexOf(end, from);
      if (!text.startsWith(begin, from) || to < 0) {
        throw new MalformedEvidenceException(
            "%s: expected '%s' up to '%s' at byte %d".formatted(what, begin, end, from));
      }
      blocks.add(decode(what, text.substring(from + begin.length(), to)));
      from = text.indexOf("-----BEGIN ", to);
    }
    if (blocks.isEmpty()) {
      throw new MalformedEvidenceException(
          "%s: expected DER, or PEM with '%s', found neither".formatted(what, begin));
    }
    return blocks;
  }

  /** Writes one block. */
  static String encode(String label, Bytes der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, LINES.encodeToString(der.toArray()), label);
  }

  private static Bytes decode(String what, String base64) throws MalformedEvidenceException {
    try {
      return Bytes.of(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException(
          "%s: expected base64 between the PEM lines, found something else".formatted(what), e);
    }
  }
}
