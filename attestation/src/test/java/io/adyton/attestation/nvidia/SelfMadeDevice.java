// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.attestation.x509.TestAuthority;
import io.adyton.attestation.x509.TestAuthority.Shape;
import io.adyton.attestation.x509.TrustAnchors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;

/** A GPU whose chain ends at a root that tests own, and its report. */
public final class SelfMadeDevice {
  static final Bytes NONCE = Bytes.ofHex("5a".repeat(32));
  static final Bytes FWID = Bytes.ofHex("f1".repeat(48));
  static final int DRIVER_VERSION = 3;
  static final int VBIOS_VERSION = 6;
  static final int NVDEC0_STATUS = 11;
  static final int FWID_FIELD = 20;
  static final int PROTECTED_PCIE = 21;

  private static final TestAuthority ROOT =
      TestAuthority.root(
          "CN=Test Device Root", TestAuthority.ellipticCurve("secp384r1"), "SHA384withECDSA");
  private static final TestAuthority PRODUCT = below(ROOT, "CN=T100 Identity");
  private static final TestAuthority PROVISIONER = below(PRODUCT, "CN=T100 Provisioner");

  final KeyPair keys = TestAuthority.ellipticCurve("secp384r1");
  final TestAuthority bootRom = below(PROVISIONER, "CN=T100 BROM");
  X509Certificate leaf =
      bootRom.leaf("CN=T100 LF", keys, Shape.LEAF.with("2.23.133.5.4.1", composite(FWID)));
  public Bytes nonce = NONCE;
  Bytes responseNonce = Bytes.of(keys.getPublic().getEncoded()).digest("SHA-256");
  final Map<Integer, Bytes> measurements = new TreeMap<>();
  final Map<Integer, Bytes> opaque = new LinkedHashMap<>();

  public SelfMadeDevice() {
    for (int block = 1; block <= 64; block++) {
      measurements.put(block, measured(block - 1));
    }
    opaque.put(DRIVER_VERSION, Bytes.of("1.2.3\0".getBytes(US_ASCII)));
    opaque.put(VBIOS_VERSION, Bytes.ofHex("007400961a000000"));
    opaque.put(NVDEC0_STATUS, Bytes.ofHex("55"));
    opaque.put(FWID_FIELD, FWID);
    opaque.put(PROTECTED_PCIE, Bytes.ofHex("55"));
    opaque.put(999, Bytes.ofHex("00"));
  }

  public static TrustAnchors roots() {
    return TrustAnchors.of(ROOT.certificate());
  }

  /** Returns what the device measures for this index of a manifest. */
  public static Bytes measured(int index) {
    return Bytes.of(new byte[] {(byte) index}).digest("SHA-384");
  }

  public NvidiaEvidence.Report report() {
    return new NvidiaEvidence.Report(message(), chain());
  }

  Bytes chain() {
    return TestAuthority.pem(
        leaf,
        bootRom.certificate(),
        PROVISIONER.certificate(),
        PRODUCT.certificate(),
        ROOT.certificate());
  }

  Bytes message() {
    return signed(unsigned(blocks(), fields()));
  }

  Bytes unsigned(Bytes record, Bytes opaqueData) {
    return Bytes.concat(
        Bytes.ofHex("11e001ff"),
        nonce,
        Bytes.ofHex("00"),
        Bytes.ofHex("11600000"),
        number(measurements.size(), 1),
        number(record.length(), 3),
        record,
        responseNonce,
        number(opaqueData.length(), 2),
        opaqueData);
  }

  Bytes blocks() {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    measurements.forEach(
        (index, value) -> {
          record.writeBytes(number(index, 1).toArray());
          record.writeBytes(number(1, 1).toArray());
          record.writeBytes(number(value.length() + 3, 2).toArray());
          record.writeBytes(number(1, 1).toArray());
          record.writeBytes(number(value.length(), 2).toArray());
          record.writeBytes(value.toArray());
        });
    return Bytes.of(record.toByteArray());
  }

  Bytes fields() {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    opaque.forEach((type, value) -> fields.writeBytes(field(type, value).toArray()));
    return Bytes.of(fields.toByteArray());
  }

  static Bytes field(int type, Bytes value) {
    return Bytes.concat(number(type, 2), number(value.length(), 2), value);
  }

  Bytes signed(Bytes content) {
    try {
      Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(content.toArray());
      return Bytes.concat(content, Bytes.of(signature.sign()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes the composite device id, without the public key that nothing reads. */
  static Bytes composite(Bytes fwid) {
    ASN1EncodableVector digest = new ASN1EncodableVector();
    digest.add(NISTObjectIdentifiers.id_sha384);
    digest.add(new DEROctetString(fwid.toArray()));
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(new ASN1Integer(1));
    parts.add(new DERSequence());
    parts.add(new DERSequence(digest));
    try {
      return Bytes.of(new DERSequence(parts).getEncoded(ASN1Encoding.DER));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static TestAuthority below(TestAuthority issuer, String name) {
    return issuer.authority(
        name, TestAuthority.ellipticCurve("secp384r1"), "SHA384withECDSA", Shape.AUTHORITY);
  }

  private static Bytes number(int value, int width) {
    byte[] bytes = new byte[width];
    for (int i = 0; i < width; i++) {
      bytes[i] = (byte) (value >> 8 * i);
    }
    return Bytes.of(bytes);
  }
}
