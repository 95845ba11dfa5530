// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.Base64;
import java.util.HexFormat;

/** Bytes that were written as text. */
final class TextEncoding {
  private TextEncoding() {}

  /** Reads hexadecimal digits, maybe after {@code 0x}, with white space around them. */
  static Bytes hex(String what, Bytes file) throws MalformedEvidenceException {
    String text = new String(file.toArray(), ISO_8859_1).strip();
    try {
      return Bytes.of(HexFormat.of().parseHex(text.startsWith("0x") ? text.substring(2) : text));
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException(
          "%s: expected pairs of hexadecimal digits, found something else".formatted(what), e);
    }
  }

  /** Reads base64 of the usual alphabet, with white space anywhere. */
  static Bytes base64(String what, Bytes file) throws MalformedEvidenceException {
    String text = new String(file.toArray(), ISO_8859_1).replaceAll("\\s", "");
    try {
      return Bytes.of(Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new MalformedEvidenceException(
          "%s: expected base64, found something else".formatted(what), e);
    }
  }
}
