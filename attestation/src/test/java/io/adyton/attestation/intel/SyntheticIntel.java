// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.IntelCollateral;
import io.adyton.attestation.evidence.TdxEvidence;
import io.adyton.attestation.x509.TestAuthority;
import io.adyton.attestation.x509.TestAuthority.Shape;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;

/** A platform under a root of our own, with quoting enclave, collateral and quotes. */
public final class SyntheticIntel {
  public static final Instant ISSUED = Instant.parse("2026-01-01T00:00:00Z");
  static final Instant NEXT = Instant.parse("2026-01-31T00:00:00Z");
  static final Bytes FMSPC = Bytes.ofHex("b0c06f000000");
  static final int[] COMPONENTS = {2, 2, 2, 2, 3, 1, 0, 5, 0, 0, 0, 0, 0, 0, 0, 0};
  public static final int PCE_SVN = 11;

  private static final String PCK_ARC = "1.2.840.113741.1.13.1";
  private static final String SGX_SIGNER =
      "8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff";
  private static final String TDX_SIGNER =
      "dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5";

  public final TestAuthority root = TestAuthority.root("CN=Intel SGX Root CA");
  final TestAuthority platformAuthority =
      root.authority(
          "CN=Intel SGX PCK Platform CA", Shape.AUTHORITY.withPathLength(0).withSerial(11));
  final TestAuthority collateralSigner =
      root.authority("CN=Intel SGX TCB Signing", Shape.LEAF.withSerial(12));
  final KeyPair platformKeys = TestAuthority.ellipticCurve("secp256r1");
  final KeyPair attestationKeys = TestAuthority.ellipticCurve("secp256r1");
  final X509Certificate platformCertificate =
      platformAuthority.leaf(
          "CN=Intel SGX PCK Certificate",
          platformKeys,
          Shape.LEAF.withSerial(13).with(PCK_ARC, pckExtension()));

  /** Collateral that finds nothing wrong, until a test changes it. */
  public final class Documents {
    public String tcbInfo = tcbInfo("TDX", "UpToDate", PCE_SVN);
    String qeIdentity = qeIdentity("TD_QE", TDX_SIGNER, 2, "UpToDate");
    Bytes pckCrl = platformAuthority.revocationList(ISSUED, NEXT);
    Bytes rootCrl = root.revocationList(ISSUED, NEXT);

    public Documents forSgx() {
      tcbInfo = tcbInfo("SGX", "UpToDate", PCE_SVN);
      qeIdentity = qeIdentity("QE", SGX_SIGNER, 1, "UpToDate");
      return this;
    }

    public IntelCollateral sign() {
      return with(
          Optional.of(response("tcbInfo", tcbInfo)),
          Optional.of(response("enclaveIdentity", qeIdentity)));
    }

    IntelCollateral with(Optional<Bytes> tcbInfoResponse, Optional<Bytes> identityResponse) {
      Optional<Bytes> issuers =
          Optional.of(TestAuthority.pem(collateralSigner.certificate(), root.certificate()));
      return new IntelCollateral(
          tcbInfoResponse,
          issuers,
          identityResponse,
          issuers,
          Optional.of(pckCrl),
          Optional.empty(),
          Optional.of(rootCrl));
    }
  }

  public Documents documents() {
    return new Documents();
  }

  /** Signs a document and wraps it as the service answers. */
  Bytes response(String member, String value) {
    Bytes signature = sign(collateralSigner.keys(), bytes(value));
    return bytes("{\"%s\":%s,\"signature\":\"%s\"}".formatted(member, value, signature.hex()));
  }

  public static String tcbInfo(String id, String status, int pceSvn) {
    return """
        {"id":"%s","version":3,"issueDate":"%s","nextUpdate":"%s","fmspc":"%s","pceId":"0000",\
        "tcbType":0,"tcbEvaluationDataNumber":17,"tdxModule":{"mrsigner":"%s",\
        "attributes":"0000000000000000","attributesMask":"FFFFFFFFFFFFFFFF"},\
        "tdxModuleIdentities":[{"id":"TDX_01","mrsigner":"%s","attributes":"0000000000000000",\
        "attributesMask":"FFFFFFFFFFFFFFFF","tcbLevels":[{"tcb":{"isvsvn":4},"tcbStatus":"UpToDate"},\
        {"tcb":{"isvsvn":2},"tcbStatus":"OutOfDate","advisoryIDs":["INTEL-SA-00002"]}]}],\
        "tcbLevels":[{"tcb":{"sgxtcbcomponents":%s,"pcesvn":%d,"tdxtcbcomponents":%s},\
        "tcbStatus":"%s","advisoryIDs":["INTEL-SA-00001"]},\
        {"tcb":{"sgxtcbcomponents":%s,"pcesvn":5,"tdxtcbcomponents":%s},"tcbStatus":"OutOfDate"}]}"""
        .formatted(
            id,
            ISSUED,
            NEXT,
            FMSPC.hex().toUpperCase(Locale.ROOT),
            "00".repeat(48),
            "00".repeat(48),
            components(COMPONENTS),
            pceSvn,
            components(5, 0, 2),
            status,
            components(COMPONENTS),
            components(5, 0, 2));
  }

  static String qeIdentity(String id, String signer, int product, String status) {
    return """
        {"id":"%s","version":2,"issueDate":"%s","nextUpdate":"%s","miscselect":"00000000",\
        "miscselectMask":"FFFFFFFF","attributes":"11000000000000000000000000000000",\
        "attributesMask":"FBFFFFFFFFFFFFFF0000000000000000","mrsigner":"%s","isvprodid":%d,\
        "tcbLevels":[{"tcb":{"isvsvn":4},"tcbStatus":"%s"},\
        {"tcb":{"isvsvn":2},"tcbStatus":"OutOfDate"}]}"""
        .formatted(id, ISSUED, NEXT, signer, product, status);
  }

  private static String components(int... versions) {
    int[] all = Arrays.copyOf(versions, 16);
    return IntStream.of(all)
        .mapToObj("{\"svn\":%d}"::formatted)
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** A quote that breaks no rule, until a test changes it. */
  public final class QuoteBuilder {
    final byte[] body;
    final byte[] qeReport = new byte[SgxReport.LENGTH];
    private final int version;
    KeyPair quoteKeys = attestationKeys;
    KeyPair reportedKeys = attestationKeys;
    KeyPair qeReportKeys = platformKeys;
    Bytes chain =
        TestAuthority.pem(platformCertificate, platformAuthority.certificate(), root.certificate());
    public Bytes trailing = Bytes.EMPTY;

    private QuoteBuilder(int version, int bodyLength) {
      this.version = version;
      this.body = new byte[bodyLength];
      boolean sgx = version == 3;
      qeReport[48] = 0x15;
      put(qeReport, 128, Bytes.ofHex(sgx ? SGX_SIGNER : TDX_SIGNER));
      qeReport[256] = (byte) (sgx ? 1 : 2);
      qeReport[258] = 6;
      Arrays.fill(body, bodyLength - (version == 5 ? 128 : 64), bodyLength, (byte) 0xda);
      if (sgx) {
        body[48] = 0x05;
        Arrays.fill(body, 64, 96, (byte) 0xe1);
      } else {
        put(body, 0, Bytes.ofHex("060103"));
        body[123] = 0x10;
        Arrays.fill(body, 136, 184, (byte) 0x3e);
        Arrays.fill(body, 520, 584, (byte) 0xda);
        Arrays.fill(body, 584, bodyLength, (byte) 0);
      }
    }

    public QuoteBuilder flip(int offset, int bits) {
      body[offset] ^= (byte) bits;
      return this;
    }

    public QuoteBuilder put(int offset, Bytes value) {
      put(body, offset, value);
      return this;
    }

    QuoteBuilder putInQuotingEnclave(int offset, Bytes value) {
      put(qeReport, offset, value);
      return this;
    }

    public Bytes build() {
      Bytes authentication = Bytes.of(new byte[32]);
      Bytes digest = Bytes.concat(coordinates(reportedKeys), authentication).digest("SHA-256");
      put(qeReport, 320, digest);
      Bytes signed = Bytes.concat(header(), Bytes.of(body));
      Bytes block =
          Bytes.concat(
              Bytes.of(qeReport),
              sign(qeReportKeys, Bytes.of(qeReport)),
              number(2, authentication.length()),
              authentication,
              number(2, 5),
              number(4, chain.length() + 1),
              chain,
              Bytes.of(new byte[1]));
      Bytes certified =
          version == 3 ? block : Bytes.concat(number(2, 6), number(4, block.length()), block);
      Bytes data = Bytes.concat(sign(quoteKeys, signed), coordinates(quoteKeys), certified);
      return Bytes.concat(signed, number(4, data.length()), data, trailing);
    }

    private Bytes header() {
      Bytes header =
          Bytes.concat(
              number(2, version),
              number(2, 2),
              number(4, version == 3 ? 0 : 0x81),
              number(4, 0),
              Bytes.ofHex("939a7233f79c4ca9940a0db3957f0607"),
              Bytes.of(new byte[20]));
      return version == 5 ? Bytes.concat(header, number(2, 3), number(4, body.length)) : header;
    }

    private static void put(byte[] target, int offset, Bytes value) {
      System.arraycopy(value.toArray(), 0, target, offset, value.length());
    }
  }

  public QuoteBuilder tdx() {
    return new QuoteBuilder(4, TdReport.LENGTH_1_0);
  }

  QuoteBuilder tdx15() {
    return new QuoteBuilder(5, TdReport.LENGTH_1_5);
  }

  public QuoteBuilder sgx() {
    return new QuoteBuilder(3, SgxReport.LENGTH);
  }

  TdxEvidence evidence(QuoteBuilder quote) {
    return new TdxEvidence(quote.build(), documents().sign());
  }

  static Bytes number(int length, long value) {
    byte[] little = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    return Bytes.of(little).slice(0, length);
  }

  static Bytes bytes(String text) {
    return Bytes.of(text.getBytes(UTF_8));
  }

  private static Bytes coordinates(KeyPair keys) {
    Bytes encoded = Bytes.of(keys.getPublic().getEncoded());
    return encoded.slice(encoded.length() - 64, encoded.length());
  }

  private static Bytes sign(KeyPair keys, Bytes content) {
    try {
      Signature signer = Signature.getInstance("SHA256withECDSAinP1363Format");
      signer.initSign(keys.getPrivate());
      signer.update(content.toArray());
      return Bytes.of(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Bytes pckExtension() {
    ASN1EncodableVector tcb = new ASN1EncodableVector();
    for (int i = 0; i < COMPONENTS.length; i++) {
      tcb.add(pair(".2." + (i + 1), new ASN1Integer(COMPONENTS[i])));
    }
    tcb.add(pair(".2.17", new ASN1Integer(PCE_SVN)));
    tcb.add(pair(".2.18", new DEROctetString(new byte[16])));
    ASN1EncodableVector members = new ASN1EncodableVector();
    members.add(pair(".1", new DEROctetString(new byte[16])));
    members.add(pair(".2", new DERSequence(tcb)));
    members.add(pair(".3", new DEROctetString(new byte[2])));
    members.add(pair(".4", new DEROctetString(FMSPC.toArray())));
    try {
      return Bytes.of(new DERSequence(members).getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static DERSequence pair(String arc, ASN1Encodable value) {
    return new DERSequence(new ASN1Encodable[] {new ASN1ObjectIdentifier(PCK_ARC + arc), value});
  }
}
