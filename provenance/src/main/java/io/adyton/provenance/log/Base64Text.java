// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.util.Base64;

/** Base64 with padding (RFC 4648, section 4), each value in its one spelling. */
final class Base64Text {
  private Base64Text() {}

  static String of(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray());
  }

  static Bytes read(String what, String text) throws MalformedNoteException {
    try {
      Bytes bytes = Bytes.of(Base64.getDecoder().decode(text));
      if (of(bytes).equals(text)) {
        return bytes;
      }
    } catch (IllegalArgumentException e) {
      throw new MalformedNoteException(what + ": expected base64 (" + e.getMessage() + ")");
    }
    throw new MalformedNoteException(what + ": expected base64 with padding and nothing else");
  }
}
