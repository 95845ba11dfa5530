// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.x509.Certificates;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;

/**
 * The digest of the firmware to which a device certificate was given (FWID), as a certificate
 * writes it: Hopper as the composite device id of DICE, later devices as DiceTcbInfo.
 */
final class FirmwareDigest {
  private static final String COMPOSITE_DEVICE_ID = "2.23.133.5.4.1";
  private static final String DICE_TCB_INFO = "2.23.133.5.4.1.1";
  private static final int FWIDS_TAG = 6;

  private FirmwareDigest() {}

  /** Finds the SHA-384 digest in the certificate. */
  static Optional<Bytes> find(X509Certificate certificate) {
    return Certificates.extension(certificate, COMPOSITE_DEVICE_ID)
        .flatMap(FirmwareDigest::sequence)
        .flatMap(composite -> last(composite))
        .or(
            () ->
                Certificates.extension(certificate, DICE_TCB_INFO)
                    .flatMap(FirmwareDigest::sequence)
                    .flatMap(FirmwareDigest::fwids)
                    .flatMap(FirmwareDigest::last));
  }

  private static Optional<ASN1Sequence> sequence(Bytes der) {
    try {
      return ASN1Primitive.fromByteArray(der.toArray()) instanceof ASN1Sequence sequence
          ? Optional.of(sequence)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<ASN1Sequence> fwids(ASN1Sequence tcbInfo) {
    for (ASN1Encodable part : tcbInfo) {
      if (part instanceof ASN1TaggedObject tagged && tagged.hasContextTag(FWIDS_TAG)) {
        return implicitSequence(tagged);
      }
    }
    return Optional.empty();
  }

  private static Optional<ASN1Sequence> implicitSequence(ASN1TaggedObject tagged) {
    try {
      return Optional.of(ASN1Sequence.getInstance(tagged, false));
    } catch (IllegalStateException e) {
      return Optional.empty();
    }
  }

  /** Reads the last part, which is {@code FWID ::= SEQUENCE {hashAlg OID, digest OCTET STRING}}. */
  private static Optional<Bytes> last(ASN1Sequence parts) {
    return parts.size() > 0
            && parts.getObjectAt(parts.size() - 1) instanceof ASN1Sequence fwid
            && fwid.size() == 2
            && fwid.getObjectAt(0) instanceof ASN1ObjectIdentifier algorithm
            && algorithm.equals(NISTObjectIdentifiers.id_sha384)
            && fwid.getObjectAt(1) instanceof ASN1OctetString digest
        ? Optional.of(Bytes.of(digest.getOctets()))
        : Optional.empty();
  }
}
