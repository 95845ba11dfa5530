// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.x509.Certificates;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1IA5String;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1Primitive;

/**
 * What AMD wrote into the certificate of a VCEK or VLEK (AMD 57230, "VCEK Certificate Extensions").
 *
 * @param structVersion version of this set of extensions
 * @param productName such as {@code Milan-B0}
 * @param fmcSpl security version of the FMC, in Turin certificates
 * @param blSpl security version of the boot loader
 * @param teeSpl security version of the secure operating system
 * @param snpSpl security version of the SNP firmware
 * @param ucodeSpl security version of the microcode
 * @param spl4 reserved parts 4 to 7
 * @param spl5 reserved
 * @param spl6 reserved
 * @param spl7 reserved
 * @param hardwareId the chip, in a VCEK's certificate: 64 bytes, for Turin 8
 * @param providerId the cloud provider, in a VLEK's certificate
 */
public record SnpKeyExtensions(
    int structVersion,
    String productName,
    Optional<Integer> fmcSpl,
    int blSpl,
    int teeSpl,
    int snpSpl,
    int ucodeSpl,
    int spl4,
    int spl5,
    int spl6,
    int spl7,
    Optional<Bytes> hardwareId,
    Optional<String> providerId) {
  private static final String ARC = "1.3.6.1.4.1.3704.1.";

  /**
   * Reads the extensions.
   *
   * @throws MalformedEvidenceException if one that every certificate has is missing, or one is not
   *     of its type
   */
  public static SnpKeyExtensions of(X509Certificate certificate) throws MalformedEvidenceException {
    Optional<Bytes> provider = Certificates.extension(certificate, ARC + "5");
    return new SnpKeyExtensions(
        number(certificate, "1"),
        text("product name", required(certificate, "2")),
        optionalNumber(certificate, "3.9"),
        number(certificate, "3.1"),
        number(certificate, "3.2"),
        number(certificate, "3.3"),
        number(certificate, "3.8"),
        optionalNumber(certificate, "3.4").orElse(0),
        optionalNumber(certificate, "3.5").orElse(0),
        optionalNumber(certificate, "3.6").orElse(0),
        optionalNumber(certificate, "3.7").orElse(0),
        Certificates.extension(certificate, ARC + "4"),
        provider.isPresent() ? Optional.of(text("provider", provider.get())) : Optional.empty());
  }

  /** Returns whether a certificate is one of a VCEK or VLEK, by what it says of its chip. */
  public static boolean arePresentIn(X509Certificate certificate) {
    return certificate.getExtensionValue(ARC + "4") != null
        || certificate.getExtensionValue(ARC + "5") != null;
  }

  /** Returns the firmware that the key was derived for, as a report of the line writes it. */
  public TcbVersion tcb(AmdProduct product) {
    int[] parts =
        switch (product) {
          case MILAN, GENOA -> new int[] {blSpl, teeSpl, spl4, spl5, spl6, spl7, snpSpl, ucodeSpl};
          case TURIN ->
              new int[] {fmcSpl.orElse(0), blSpl, teeSpl, snpSpl, spl5, spl6, spl7, ucodeSpl};
        };
    byte[] components = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      components[i] = (byte) parts[i];
    }
    return new TcbVersion(Bytes.of(components));
  }

  private static Bytes required(X509Certificate certificate, String oid)
      throws MalformedEvidenceException {
    return Certificates.extension(certificate, ARC + oid)
        .orElseThrow(
            () ->
                new MalformedEvidenceException(
                    "%s: expected the extension %s%s of a VCEK or VLEK, found none"
                        .formatted(Certificates.subject(certificate), ARC, oid)));
  }

  private static int number(X509Certificate certificate, String oid)
      throws MalformedEvidenceException {
    return integer(oid, required(certificate, oid));
  }

  private static Optional<Integer> optionalNumber(X509Certificate certificate, String oid)
      throws MalformedEvidenceException {
    Optional<Bytes> value = Certificates.extension(certificate, ARC + oid);
    return value.isPresent() ? Optional.of(integer(oid, value.get())) : Optional.empty();
  }

  private static int integer(String oid, Bytes der) throws MalformedEvidenceException {
    if (primitive(oid, der) instanceof ASN1Integer integer
        && integer.getValue().signum() >= 0
        && integer.getValue().bitLength() <= 8) {
      return integer.getValue().intValueExact();
    }
    throw new MalformedEvidenceException(
        "extension %s%s: expected an INTEGER from 0 to 255, found something else"
            .formatted(ARC, oid));
  }

  private static String text(String what, Bytes der) throws MalformedEvidenceException {
    if (primitive(what, der) instanceof ASN1IA5String text) {
      return text.getString();
    }
    throw new MalformedEvidenceException(
        "extension %s: expected an IA5String, found something else".formatted(what));
  }

  private static ASN1Primitive primitive(String what, Bytes der) throws MalformedEvidenceException {
    try {
      return ASN1Primitive.fromByteArray(der.toArray());
    } catch (IOException e) {
      throw new MalformedEvidenceException(
          "extension %s: expected DER, found something else".formatted(what), e);
    }
  }
}
