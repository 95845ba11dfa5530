// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nitro;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.cbor.CborItem;
import io.adyton.attestation.cbor.CborWriter;
import io.adyton.attestation.evidence.NitroEvidence;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.TestAuthority;
import io.adyton.attestation.x509.TrustAnchors;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A document as an enclave would get it, signed under a root that tests own. */
public final class SelfMadeDocument {
  static final Bytes NONCE = Bytes.ofHex("00112233445566778899aabbccddeeff");
  static final Bytes PCR = Bytes.of(new byte[48]);
  static final Bytes ES384 = Bytes.ofHex("a1013822");

  private static final TestAuthority ROOT = authorityRoot("CN=Test Nitro Root");
  private static final TestAuthority ZONE =
      ROOT.authority(
          "CN=zone",
          TestAuthority.ellipticCurve("secp384r1"),
          "SHA384withECDSA",
          TestAuthority.Shape.AUTHORITY);

  final KeyPair keys = TestAuthority.ellipticCurve("secp384r1");
  X509Certificate leaf = ZONE.leaf("CN=enclave", keys, TestAuthority.Shape.LEAF);
  Bytes protectedHeader = ES384;
  CborItem unprotectedHeader = new CborItem.Members(Map.of());
  private final Map<CborItem, CborItem> payload = new LinkedHashMap<>();

  public SelfMadeDocument() {
    put("module_id", new CborItem.Text("i-0-enc0"));
    put("digest", new CborItem.Text("SHA384"));
    put("timestamp", new CborItem.Whole(1_767_225_600_000L));
    put("pcrs", pcrs(measured(), measured(), measured(), PCR));
    put("cabundle", octets(Certificates.der(ROOT.certificate()), zone()));
    put("public_key", new CborItem.Null());
    put("user_data", new CborItem.Octets(Bytes.ofHex("abcd")));
    put("nonce", new CborItem.Octets(NONCE));
  }

  static TestAuthority authorityRoot(String name) {
    return TestAuthority.root(name, TestAuthority.ellipticCurve("secp384r1"), "SHA384withECDSA");
  }

  static TestAuthority issuer() {
    return ZONE;
  }

  public static TrustAnchors roots() {
    return TrustAnchors.of(ROOT.certificate());
  }

  static Bytes zone() {
    return Certificates.der(ZONE.certificate());
  }

  public static Bytes measured() {
    return Bytes.of("measured".repeat(6).getBytes(US_ASCII));
  }

  public static CborItem pcrs(Bytes... values) {
    Map<CborItem, CborItem> byIndex = new LinkedHashMap<>();
    for (Bytes value : values) {
      byIndex.put(new CborItem.Whole(byIndex.size()), new CborItem.Octets(value));
    }
    return new CborItem.Members(byIndex);
  }

  static CborItem octets(Bytes... values) {
    return new CborItem.Sequence(
        Arrays.stream(values).<CborItem>map(CborItem.Octets::new).toList());
  }

  public SelfMadeDocument put(String name, CborItem value) {
    payload.put(new CborItem.Text(name), value);
    return this;
  }

  SelfMadeDocument without(String name) {
    payload.remove(new CborItem.Text(name));
    return this;
  }

  public NitroEvidence signed() {
    return signed(bytes -> bytes);
  }

  /** Signs the payload as {@code rewrite} leaves it. */
  NitroEvidence signed(UnaryOperator<Bytes> rewrite) {
    payload.putIfAbsent(
        new CborItem.Text("certificate"), new CborItem.Octets(Certificates.der(leaf)));
    Bytes content = rewrite.apply(CborWriter.write(new CborItem.Members(payload)));
    CborItem signed =
        new CborItem.Sequence(
            List.of(
                new CborItem.Text("Signature1"),
                new CborItem.Octets(protectedHeader),
                new CborItem.Octets(Bytes.EMPTY),
                new CborItem.Octets(content)));
    return new NitroEvidence(
        CborWriter.write(
            new CborItem.Sequence(
                List.of(
                    new CborItem.Octets(protectedHeader),
                    unprotectedHeader,
                    new CborItem.Octets(content),
                    new CborItem.Octets(signature(CborWriter.write(signed)))))));
  }

  private Bytes signature(Bytes content) {
    try {
      Signature signature = Signature.getInstance("SHA384withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(content.toArray());
      return Bytes.of(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
