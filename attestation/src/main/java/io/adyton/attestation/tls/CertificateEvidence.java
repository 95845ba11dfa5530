// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tls;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Primitive;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.ASN1UTF8String;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Certificate;
import org.jspecify.annotations.Nullable;

/**
 * Evidence inside a certificate: the extension {@code id-pe-cmw} of RFC 9999 with a record {@code
 * [media type, value, 4]} in its JSON arm.
 */
public final class CertificateEvidence {
  /** The extension's object identifier. */
  static final ASN1ObjectIdentifier OID = new ASN1ObjectIdentifier("1.3.6.1.5.5.7.1.35");

  private static final int EVIDENCE = 4;
  private static final int MAX_EXTENSION_BYTES = 16 << 10;
  private static final int EXTENSIONS_TAG = 3;
  private static final String NAME = "certificate.id-pe-cmw";

  private CertificateEvidence() {}

  static ASN1Encodable extension(Bytes document) {
    String value = StrictJson.unpaddedBase64Url(document);
    String mediaType = EvidenceDocument.MEDIA_TYPE.replace("\"", "\\\"");
    return new DERUTF8String("[\"%s\",\"%s\",%d]".formatted(mediaType, value, EVIDENCE));
  }

  /**
   * Returns the evidence document in a certificate, if it carries one.
   *
   * @throws MalformedEvidenceException if the extension is there and does not hold one
   */
  public static Optional<Bytes> read(X509Certificate certificate)
      throws MalformedEvidenceException {
    byte[] extension = certificate.getExtensionValue(OID.getId());
    if (extension == null) {
      return Optional.empty();
    }
    if (extension.length > MAX_EXTENSION_BYTES) {
      throw malformed("at most %d bytes".formatted(MAX_EXTENSION_BYTES), null);
    }
    try {
      byte[] der = ASN1OctetString.getInstance(extension).getOctets();
      String text = ASN1UTF8String.getInstance(ASN1Primitive.fromByteArray(der)).getString();
      if (!Arrays.equals(new DERUTF8String(text).getEncoded(), der)) {
        throw malformed("UTF8String in DER", null);
      }
      List<StrictJson> record =
          StrictJson.list(
              NAME, Bytes.of(text.getBytes(StandardCharsets.UTF_8)), MAX_EXTENSION_BYTES);
      if (record.size() != 3
          || !record.get(0).text().equals(EvidenceDocument.MEDIA_TYPE)
          || record.get(2).number() != EVIDENCE) {
        throw malformed("[media type, value, 4]", null);
      }
      return Optional.of(record.get(1).unpaddedBase64Url());
    } catch (IOException | IllegalArgumentException e) {
      throw malformed("DER", e);
    }
  }

  /**
   * Returns the SHA-256 of a certificate's TBSCertificate without the evidence in it, which is what
   * evidence can be bound to before it is there.
   *
   * @throws MalformedEvidenceException if the certificate cannot be taken apart
   */
  public static Bytes digestWithout(X509Certificate certificate) throws MalformedEvidenceException {
    try {
      return bareDigest(certificate);
    } catch (IOException | CertificateEncodingException | IllegalArgumentException e) {
      throw new MalformedEvidenceException("certificate: expected DER", e);
    }
  }

  static Bytes bareDigest(X509Certificate certificate)
      throws IOException, CertificateEncodingException {
    ASN1Sequence whole =
        ASN1Sequence.getInstance(
            Certificate.getInstance(certificate.getEncoded())
                .getTBSCertificate()
                .toASN1Primitive());
    ASN1EncodableVector bare = new ASN1EncodableVector();
    for (ASN1Encodable field : whole) {
      bare.add(
          field instanceof ASN1TaggedObject tagged && tagged.getTagNo() == EXTENSIONS_TAG
              ? new DERTaggedObject(
                  true, EXTENSIONS_TAG, others(ASN1Sequence.getInstance(tagged, true)))
              : field);
    }
    return Bytes.of(new DERSequence(bare).getEncoded("DER")).digest("SHA-256");
  }

  private static ASN1Sequence others(ASN1Sequence extensions) {
    ASN1EncodableVector others = new ASN1EncodableVector();
    for (ASN1Encodable extension : extensions) {
      if (!OID.equals(ASN1Sequence.getInstance(extension).getObjectAt(0))) {
        others.add(extension);
      }
    }
    return new DERSequence(others);
  }

  private static MalformedEvidenceException malformed(String expected, @Nullable Throwable cause) {
    String sentence = NAME + ": expected " + expected;
    return cause == null
        ? new MalformedEvidenceException(sentence)
        : new MalformedEvidenceException(sentence, cause);
  }
}
