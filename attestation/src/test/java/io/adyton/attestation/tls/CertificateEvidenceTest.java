// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.TestAuthority;
import io.adyton.attestation.x509.TestAuthority.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.ASN1TaggedObject;
import org.bouncycastle.asn1.DERIA5String;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERTaggedObject;
import org.bouncycastle.asn1.DERUTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateEvidenceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String OID = "1.3.6.1.5.5.7.1.35";
  private static final String MEDIA_TYPE = EvidenceDocument.MEDIA_TYPE.replace("\"", "\\\"");
  private static final Bytes DOCUMENT = Bytes.of("evidence".getBytes(StandardCharsets.UTF_8));

  @Test
  void givesBackTheDocumentThatWasPutIn() throws Exception {
    X509Certificate certificate = identity(Optional.of(DOCUMENT)).certificate();

    assertThat(CertificateEvidence.read(certificate)).contains(DOCUMENT);
    assertThat(certificate.getNonCriticalExtensionOIDs()).contains(OID);
    certificate.verify(certificate.getPublicKey());
  }

  @Test
  void findsNothingWhereNothingIs() throws Exception {
    assertThat(CertificateEvidence.read(identity(Optional.empty()).certificate())).isEmpty();
  }

  @Test
  void hashesTheSameWithAndWithoutEvidence() throws Exception {
    TlsIdentity identity = identity(Optional.of(DOCUMENT));
    TlsIdentity without = identity(Optional.empty());

    assertThat(CertificateEvidence.digestWithout(identity.certificate()))
        .isEqualTo(identity.facts().certificate());
    assertThat(CertificateEvidence.digestWithout(without.certificate()))
        .isEqualTo(without.facts().certificate())
        .isNotEqualTo(identity.facts().certificate());
  }

  @Test
  void hashesWhatTheCertificateSaysOtherwise() throws Exception {
    TestAuthority authority = TestAuthority.root("CN=Authority");
    var keys = TestAuthority.ellipticCurve("secp256r1");
    Bytes evidence = record("[\"%s\",\"ZXZpZGVuY2U\",4]".formatted(MEDIA_TYPE));
    Bytes digest = CertificateEvidence.digestWithout(authority.leaf("CN=leaf", keys, Shape.LEAF));

    assertThat(
            CertificateEvidence.digestWithout(
                authority.leaf("CN=leaf", keys, Shape.LEAF.with(OID, evidence))))
        .isEqualTo(digest);
    assertThat(CertificateEvidence.digestWithout(authority.leaf("CN=leaves", keys, Shape.LEAF)))
        .isNotEqualTo(digest);
    assertThat(
            CertificateEvidence.digestWithout(
                authority.leaf("CN=leaf", keys, Shape.LEAF.withSerial(3))))
        .isNotEqualTo(digest);
    assertThat(
            CertificateEvidence.digestWithout(
                authority.leaf("CN=leaf", keys, Shape.LEAF.with("1.2.3", evidence))))
        .isNotEqualTo(digest);
    assertThat(CertificateEvidence.digestWithout(authority.leaf("CN=leaf", Shape.LEAF)))
        .isNotEqualTo(digest);
  }

  @Test
  void readsCertificateOfAnother() throws Exception {
    assertThat(read(record("[\"%s\",\"ZXZpZGVuY2U\",4]".formatted(MEDIA_TYPE)))).contains(DOCUMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "[\"@\",\"ZXZpZGVuY2U\"]",
        "[\"@\",\"ZXZpZGVuY2U\",4,4]",
        "[\"@\",\"ZXZpZGVuY2U\",2]",
        "[\"@\",\"ZXZpZGVuY2U\",\"4\"]",
        "[\"@\",\"ZXZpZGVuY2U\",4.0]",
        "[\"@\",\"ZXZpZGVuY2U=\",4]",
        "[\"@\",\"ZXZpZGVuY2V\",4]",
        "[\"@\",\"ZXZp ZGVuY2U\",4]",
        "[\"@\",5,4]",
        "[\"@\",null,4]",
        "[\"application/eat-ucs+json\",\"ZXZpZGVuY2U\",4]",
        "[\"@\",\"ZXZpZGVuY2U\",4]x",
        "[\"@\",\"ZXZpZGVuY2U\",4"
      })
  void refusesOtherRecords(String text) throws Exception {
    refuses(record(text.replace("@", MEDIA_TYPE)));
  }

  @Test
  void refusesOtherTypesAndBytesAfterTheEnd() throws Exception {
    String text = "[\"%s\",\"ZXZpZGVuY2U\",4]".formatted(MEDIA_TYPE);

    refuses(Bytes.of(new DERIA5String(text).getEncoded()));
    refuses(Bytes.of(new DEROctetString(text.getBytes(StandardCharsets.UTF_8)).getEncoded()));
    refuses(Bytes.concat(record(text), Bytes.of(new byte[1])));
    refuses(record(text).slice(0, 40));
    refuses(Bytes.of(new byte[] {0x0c, (byte) 0x80, 0, 0}));
  }

  @Test
  void refusesExtensionThatIsTooLarge() throws Exception {
    refuses(record("[\"%s\",\"%s\",4]".formatted(MEDIA_TYPE, "A".repeat(16 << 10))));
  }

  @Test
  void refusesSecondExtension() throws Exception {
    TestAuthority authority = TestAuthority.root("CN=Authority");
    Bytes evidence = record("[\"%s\",\"ZXZpZGVuY2U\",4]".formatted(MEDIA_TYPE));
    Bytes once = Bytes.of(authority.leaf("CN=leaf", Shape.LEAF.with(OID, evidence)).getEncoded());

    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> Certificates.parse("certificate", withEachTwice(once)));
  }

  private static Bytes withEachTwice(Bytes certificate) throws IOException {
    ASN1Sequence whole = ASN1Sequence.getInstance(certificate.toArray());
    ASN1EncodableVector body = new ASN1EncodableVector();
    for (var field : ASN1Sequence.getInstance(whole.getObjectAt(0))) {
      if (field instanceof ASN1TaggedObject tagged && tagged.getTagNo() == 3) {
        ASN1EncodableVector twice = new ASN1EncodableVector();
        for (var extension : ASN1Sequence.getInstance(tagged, true)) {
          twice.add(extension);
          twice.add(extension);
        }
        body.add(new DERTaggedObject(true, 3, new DERSequence(twice)));
      } else {
        body.add(field);
      }
    }
    ASN1EncodableVector parts = new ASN1EncodableVector();
    parts.add(new DERSequence(body));
    parts.add(whole.getObjectAt(1));
    parts.add(whole.getObjectAt(2));
    return Bytes.of(new DERSequence(parts).getEncoded());
  }

  private static Bytes record(String text) throws IOException {
    return Bytes.of(new DERUTF8String(text).getEncoded());
  }

  private static Optional<Bytes> read(Bytes extension) throws MalformedEvidenceException {
    return CertificateEvidence.read(
        TestAuthority.root("CN=Authority").leaf("CN=leaf", Shape.LEAF.with(OID, extension)));
  }

  private static void refuses(Bytes extension) {
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> read(extension))
        .withMessageContaining("id-pe-cmw");
  }

  private static TlsIdentity identity(Optional<Bytes> evidence) throws IOException {
    return TlsIdentity.withEvidence(
        List.of("localhost"), List.of(), NOW, Duration.ofHours(24), facts -> evidence);
  }
}
