// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.SevSnpEvidence;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.TestAuthority;
import io.adyton.attestation.x509.TestAuthority.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A processor line of our own, with chips that sign what tests put into their reports. */
public final class SyntheticSnp {
  static final Bytes CHIP = filled(64, 0xc1);
  static final Bytes TCB = Bytes.ofHex("0300000000000873");

  private static final String PSS = "SHA384withRSAandMGF1";
  private static final String ARC = "1.3.6.1.4.1.3704.1.";

  final AmdProduct product;
  final TestAuthority root;
  final TestAuthority chipAuthority;
  final TestAuthority providerAuthority;
  final KeyPair chipKeys = TestAuthority.ellipticCurve("secp384r1");

  public SyntheticSnp(AmdProduct product) {
    this.product = product;
    String line = product.label();
    this.root = TestAuthority.root("CN=ARK-" + line, TestAuthority.rsa(), PSS);
    this.chipAuthority =
        root.authority(
            "CN=SEV-" + line,
            TestAuthority.rsa(),
            PSS,
            Shape.AUTHORITY.withPathLength(0).withSerial(0x10001));
    this.providerAuthority =
        root.authority(
            "CN=SEV-VLEK-" + line,
            TestAuthority.rsa(),
            PSS,
            Shape.AUTHORITY.withPathLength(0).withSerial(0x10101));
  }

  AmdRoots roots() {
    return new AmdRoots(
        Map.of(
            product,
            new AmdRoots.Line(
                root.certificate(),
                List.of(chipAuthority.certificate(), providerAuthority.certificate()))));
  }

  public SevSnpVerifier verifier() {
    return new SevSnpVerifier(roots());
  }

  /** The certificate of a chip with firmware {@link #TCB}. */
  X509Certificate chipCertificate() {
    return chipCertificate(chipAuthority, "CN=SEV-VCEK", chipShape(CHIP, TCB));
  }

  X509Certificate chipCertificate(TestAuthority issuer, String subject, Shape shape) {
    return issuer.leaf(subject, chipKeys, shape);
  }

  /** What AMD writes into the certificate of a chip of Milan or Genoa. */
  Shape chipShape(Bytes chip, Bytes tcb) {
    return tcbShape(tcb).with(ARC + "4", chip);
  }

  Shape providerShape(String provider) {
    return tcbShape(TCB).with(ARC + "5", ia5(provider));
  }

  private Shape tcbShape(Bytes tcb) {
    Shape shape =
        Shape.LEAF
            .withSerial(0)
            .withKeyUsage(0)
            .with(ARC + "1", integer(0))
            .with(ARC + "2", ia5(product == AmdProduct.MILAN ? "Milan-B0" : product.label()));
    if (product == AmdProduct.TURIN) {
      return shape
          .with(ARC + "3.9", integer(tcb.at(0)))
          .with(ARC + "3.1", integer(tcb.at(1)))
          .with(ARC + "3.2", integer(tcb.at(2)))
          .with(ARC + "3.3", integer(tcb.at(3)))
          .with(ARC + "3.8", integer(tcb.at(7)));
    }
    return shape
        .with(ARC + "3.1", integer(tcb.at(0)))
        .with(ARC + "3.2", integer(tcb.at(1)))
        .with(ARC + "3.3", integer(tcb.at(6)))
        .with(ARC + "3.8", integer(tcb.at(7)));
  }

  public SevSnpEvidence evidence(Report report) {
    return evidence(report.sign(chipKeys), chipCertificate());
  }

  SevSnpEvidence evidence(Bytes report, X509Certificate key) {
    return new SevSnpEvidence(
        Optional.of(report),
        Optional.of(Certificates.der(key)),
        Optional.of(
            TestAuthority.pem(chipAuthority.certificate(), providerAuthority.certificate())));
  }

  static Bytes filled(int length, int value) {
    return Bytes.ofHex(HexFormat.of().toHexDigits((byte) value).repeat(length));
  }

  private static Bytes integer(int value) {
    return value < 128
        ? Bytes.of(new byte[] {2, 1, (byte) value})
        : Bytes.of(new byte[] {2, 2, 0, (byte) value});
  }

  private static Bytes ia5(String text) {
    return Bytes.concat(
        Bytes.of(new byte[] {0x16, (byte) text.length()}),
        Bytes.of(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** A report of a guest that breaks no rule, until a test changes it. */
  public static final class Report {
    private final byte[] bytes = new byte[SnpReport.LENGTH];
    private boolean bigEndian;

    public Report() {
      number(0x000, 4, 2)
          .number(0x008, 8, 1L << 17)
          .number(0x034, 4, 1)
          .put(0x038, TCB)
          .put(0x050, filled(64, 0xda))
          .put(0x090, filled(48, 0x3e))
          .put(0x180, TCB)
          .put(0x1a0, CHIP)
          .put(0x1e0, TCB)
          .put(0x1f0, TCB);
    }

    public Report number(int offset, int length, long value) {
      byte[] little = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
      System.arraycopy(little, 0, bytes, offset, length);
      return this;
    }

    public Report put(int offset, Bytes value) {
      System.arraycopy(value.toArray(), 0, bytes, offset, value.length());
      return this;
    }

    Report cpuid(int family, int model) {
      return number(0x000, 4, 3).number(0x188, 1, family).number(0x189, 1, model);
    }

    /** Writes r and s with the most significant byte first, which no processor does. */
    Report bigEndianSignature() {
      bigEndian = true;
      return this;
    }

    Bytes sign(KeyPair keys) {
      try {
        Signature signer = Signature.getInstance("SHA384withECDSAinP1363Format");
        signer.initSign(keys.getPrivate());
        signer.update(bytes, 0, 0x2a0);
        byte[] signature = signer.sign();
        for (int i = 0; i < 48; i++) {
          int from = bigEndian ? i : 47 - i;
          bytes[0x2a0 + i] = signature[from];
          bytes[0x2a0 + 72 + i] = signature[48 + from];
        }
        return Bytes.of(bytes);
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
