// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nitro;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.cbor.CborItem;
import io.adyton.attestation.cbor.CborReader;
import io.adyton.attestation.cbor.CborReader.Prefix;
import io.adyton.attestation.cbor.CborWriter;
import io.adyton.attestation.x509.Signed;
import java.security.PublicKey;
import java.util.List;
import java.util.Map;

/**
 * A signed message of COSE with one signer (RFC 9052, section 4.2), tagged or not, with the one
 * algorithm and the empty unprotected header that Nitro uses.
 *
 * @param protectedHeader the encoded header that is signed with the payload
 * @param payload what is signed
 * @param signature r and s, 48 bytes each
 * @param length how many bytes the message takes
 */
record CoseSign1(Bytes protectedHeader, Bytes payload, Bytes signature, int length) {
  private static final String STRUCTURE = "COSE_Sign1";
  private static final long TAG = 18;
  private static final int SIGNATURE_BYTES = 96;
  private static final CborItem ES384_HEADER =
      new CborItem.Members(Map.of(new CborItem.Whole(1), new CborItem.Whole(-35)));

  /** Reads the message that {@code bytes} start with. */
  static CoseSign1 readPrefix(Bytes bytes) throws MalformedEvidenceException {
    Prefix prefix = CborReader.readPrefix(STRUCTURE, bytes);
    CborItem item =
        prefix.item() instanceof CborItem.Tagged(long tag, CborItem tagged) && tag == TAG
            ? tagged
            : prefix.item();
    if (!(item instanceof CborItem.Sequence(List<CborItem> parts))
        || parts.size() != 4
        || !(parts.get(0) instanceof CborItem.Octets(Bytes header))
        || !(parts.get(1) instanceof CborItem.Members unprotected)
        || !(parts.get(2) instanceof CborItem.Octets(Bytes payload))
        || !(parts.get(3) instanceof CborItem.Octets(Bytes signature))
        || signature.length() != SIGNATURE_BYTES) {
      throw new MalformedEvidenceException(
          STRUCTURE + ": expected [protected, {unprotected}, payload, 96 bytes], found otherwise");
    }
    if (!unprotected.byKey().isEmpty()) {
      throw new MalformedEvidenceException(
          STRUCTURE + ": expected an empty unprotected header, found members that nobody signed");
    }
    if (!CborReader.read(STRUCTURE + ".protected", header).equals(ES384_HEADER)) {
      throw new MalformedEvidenceException(
          "%s.protected: expected {1: -35} (ES384), found %s".formatted(STRUCTURE, header));
    }
    return new CoseSign1(header, payload, signature, prefix.length());
  }

  /** Returns whether {@code key} signed header and payload. */
  boolean isSignedBy(PublicKey key) {
    return Signed.ellipticCurve("SHA384", key, signed(), signature);
  }

  /** Returns the Sig_structure of RFC 9052, section 4.4, without external data. */
  private Bytes signed() {
    return CborWriter.write(
        new CborItem.Sequence(
            List.of(
                new CborItem.Text("Signature1"),
                new CborItem.Octets(protectedHeader),
                new CborItem.Octets(Bytes.EMPTY),
                new CborItem.Octets(payload))));
  }
}
