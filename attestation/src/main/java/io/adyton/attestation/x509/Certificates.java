// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;

/** Reads certificates of foreign origin and their parts. */
public final class Certificates {
  /** How many certificates one file may hold. */
  public static final int MAX_CERTIFICATES = 32;

  private static final String LABEL = "CERTIFICATE";

  private Certificates() {}

  /**
   * Reads a file that holds one DER certificate, or PEM certificates one after the other; which of
   * the two is told by the first byte.
   *
   * @param what the name of the file in error messages
   * @return at least one certificate, in the order of the file
   */
  public static List<X509Certificate> read(String what, Bytes file)
      throws MalformedEvidenceException {
    List<Bytes> ders = Pem.isDer(file) ? List.of(file) : Pem.blocks(what, LABEL, file);
    if (ders.size() > MAX_CERTIFICATES) {
      throw new MalformedEvidenceException(
          "%s: expected at most %d certificates, found %d"
              .formatted(what, MAX_CERTIFICATES, ders.size()));
    }
    List<X509Certificate> certificates = new ArrayList<>();
    for (Bytes der : ders) {
      certificates.add(parse(what, der));
    }
    return List.copyOf(certificates);
  }

  /** Reads one DER certificate with nothing after it. Any serial number is taken, zero too. */
  public static X509Certificate parse(String what, Bytes der) throws MalformedEvidenceException {
    var stream = new ByteArrayInputStream(der.toArray());
    try {
      var certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(stream);
      if (stream.available() > 0) {
        throw new MalformedEvidenceException(
            "%s: expected the end of the certificate, found %d more bytes"
                .formatted(what, stream.available()));
      }
      return certificate;
    } catch (CertificateException e) {
      throw new MalformedEvidenceException(
          "%s: expected an X.509 certificate, found none".formatted(what), e);
    }
  }

  /** Returns the certificate as it was read. */
  public static Bytes der(X509Certificate certificate) {
    try {
      return Bytes.of(certificate.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("a certificate that was parsed has its encoding", e);
    }
  }

  /** Writes a DER certificate in the textual encoding of RFC 7468. */
  public static String pem(Bytes der) {
    return Pem.encode(LABEL, der);
  }

  /** Returns the only common name of the subject, or nothing when there is none or several. */
  public static Optional<String> commonName(X509Certificate certificate) {
    RDN[] names =
        X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
            .getRDNs(BCStyle.CN);
    return names.length == 1
        ? Optional.of(IETFUtils.valueToString(names[0].getFirst().getValue()))
        : Optional.empty();
  }

  /** Returns the content of an extension, without the OCTET STRING around it. */
  public static Optional<Bytes> extension(X509Certificate certificate, String oid) {
    return Optional.ofNullable(certificate.getExtensionValue(oid))
        .map(value -> Bytes.of(ASN1OctetString.getInstance(value).getOctets()));
  }

  /** Names a certificate in a check: the subject as RFC 2253 writes it. */
  public static String subject(X509Certificate certificate) {
    return certificate.getSubjectX500Principal().getName();
  }
}
