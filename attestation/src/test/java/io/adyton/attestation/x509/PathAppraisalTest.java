// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.x509.TestAuthority.Shape;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class PathAppraisalTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final TestAuthority ROOT = TestAuthority.root("CN=Root");
  private static final TestAuthority ISSUER = ROOT.authority("CN=Issuer", Shape.AUTHORITY);
  private static final X509Certificate LEAF = ISSUER.leaf("CN=Leaf", Shape.LEAF);
  private static final TrustAnchors ANCHORS = TrustAnchors.of(ROOT.certificate());

  @Test
  void acceptsChainToPinnedRoot() {
    assertThat(appraise(LEAF, NOW, ISSUER.certificate())).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void usesOnlyTheCertificatesItNeeds() {
    TestAuthority stranger = TestAuthority.root("CN=Issuer");
    var path =
        CertificatePath.find(
            LEAF,
            List.of(stranger.certificate(), ROOT.certificate(), ISSUER.certificate()),
            ANCHORS);

    assertThat(path)
        .contains(new CertificatePath(List.of(LEAF, ISSUER.certificate(), ROOT.certificate())));
  }

  @Test
  void refusesChainWithGap() {
    assertThat(reason(appraise(LEAF, NOW))).isEqualTo(Reason.CHAIN);
  }

  @Test
  void refusesRootThatEvidenceBringsAlong() {
    TestAuthority forged = TestAuthority.root("CN=Root");
    X509Certificate leaf = forged.leaf("CN=Leaf", Shape.LEAF);

    assertThat(reason(appraise(leaf, NOW, forged.certificate()))).isEqualTo(Reason.CHAIN);
  }

  @Test
  void refusesIssuerOfSameNameWithOtherKey() {
    TestAuthority other = ROOT.authority("CN=Issuer", Shape.AUTHORITY);

    assertThat(reason(appraise(LEAF, NOW, other.certificate()))).isEqualTo(Reason.CHAIN);
  }

  @Test
  void tellsExpiredFromNotYetValid() {
    Instant late = TestAuthority.END.plusSeconds(1);
    Instant early = TestAuthority.START.minusSeconds(1);

    assertThat(reason(appraise(LEAF, late, ISSUER.certificate()))).isEqualTo(Reason.EXPIRED);
    assertThat(reason(appraise(LEAF, early, ISSUER.certificate()))).isEqualTo(Reason.NOT_YET_VALID);
  }

  @Test
  void refusesExpiredIssuerOfValidLeaf() {
    TestAuthority old =
        ROOT.authority("CN=Old", Shape.AUTHORITY.during(TestAuthority.START, NOW.minusSeconds(1)));

    assertThat(reason(appraise(old.leaf("CN=Leaf", Shape.LEAF), NOW, old.certificate())))
        .isEqualTo(Reason.EXPIRED);
  }

  @Test
  void refusesIssuerThatIsNoAuthority() {
    TestAuthority leaf = ROOT.authority("CN=Leaf", Shape.LEAF);

    assertThat(reason(appraise(leaf.leaf("CN=Below", Shape.LEAF), NOW, leaf.certificate())))
        .isEqualTo(Reason.CHAIN);
  }

  @Test
  void refusesIssuerWhoseKeyMayNotSignCertificates() {
    TestAuthority issuer =
        ROOT.authority("CN=Signer", Shape.AUTHORITY.withKeyUsage(KeyUsage.digitalSignature));

    assertThat(reason(appraise(issuer.leaf("CN=Leaf", Shape.LEAF), NOW, issuer.certificate())))
        .isEqualTo(Reason.CHAIN);
  }

  @Test
  void refusesMoreIssuersThanPathLengthAllows() {
    TestAuthority last = ROOT.authority("CN=Last", Shape.AUTHORITY.withPathLength(0));
    TestAuthority below = last.authority("CN=Below", Shape.AUTHORITY);
    X509Certificate leaf = below.leaf("CN=Leaf", Shape.LEAF);

    assertThat(reason(appraise(leaf, NOW, last.certificate(), below.certificate())))
        .isEqualTo(Reason.CHAIN);
    assertThat(appraise(last.leaf("CN=Leaf", Shape.LEAF), NOW, last.certificate()))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesUnknownCriticalExtension() {
    Bytes none = Bytes.ofHex("0500");
    X509Certificate critical = ROOT.leaf("CN=Leaf", Shape.LEAF.withCritical("1.3.6.1.4.1.1", none));
    X509Certificate harmless = ROOT.leaf("CN=Leaf", Shape.LEAF.with("1.3.6.1.4.1.1", none));

    assertThat(reason(appraise(critical, NOW))).isEqualTo(Reason.CHAIN);
    assertThat(appraise(harmless, NOW)).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesSignatureOverSha1() {
    TestAuthority old =
        TestAuthority.root("CN=Old", TestAuthority.ellipticCurve("secp256r1"), "SHA1withECDSA");
    var appraisal = new Appraisal();

    PathAppraisal.require(
        appraisal,
        "test",
        old.leaf("CN=Leaf", Shape.LEAF),
        List.of(),
        TrustAnchors.of(old.certificate()),
        NOW);

    assertThat(reason(appraisal.verdict())).isEqualTo(Reason.CHAIN);
  }

  @Test
  void readsSerialNumberZero() throws Exception {
    X509Certificate zero = ROOT.leaf("CN=Leaf", Shape.LEAF.withSerial(0));

    List<X509Certificate> read =
        Certificates.read("chain", TestAuthority.pem(zero, ROOT.certificate()));

    assertThat(read).containsExactly(zero, ROOT.certificate());
    assertThat(read.getFirst().getSerialNumber().signum()).isZero();
  }

  @Test
  void refusesBytesAfterCertificate() {
    Bytes longer = Bytes.concat(Certificates.der(LEAF), Bytes.ofHex("00"));

    assertThatThrownBy(() -> Certificates.read("leaf", longer))
        .isInstanceOf(MalformedEvidenceException.class)
        .hasMessage("leaf: expected the end of the certificate, found 1 more bytes");
  }

  @Test
  void refusesAnyFlippedByteWithoutThrowingElse() {
    Bytes der = Certificates.der(LEAF);
    for (int index : SampleCases.indices(der.length())) {
      var appraisal = new Appraisal();
      try {
        X509Certificate changed = Certificates.parse("leaf", SampleCases.flipped(der, index));
        PathAppraisal.require(
            appraisal, "test", changed, List.of(ISSUER.certificate()), ANCHORS, NOW);
        assertThat(appraisal.verdict()).as("byte %d", index).isInstanceOf(Verdict.Refused.class);
      } catch (MalformedEvidenceException e) {
        assertThat(e).hasMessageStartingWith("leaf: ");
      }
    }
  }

  @Test
  void boundsTheWorkOnCertificatesThatIssueEachOther() {
    var keys = TestAuthority.ellipticCurve("secp256r1");
    TestAuthority circle = TestAuthority.root("CN=Circle", keys, "SHA256withECDSA");
    X509Certificate[] pool =
        java.util.stream.LongStream.range(0, Certificates.MAX_CERTIFICATES)
            .mapToObj(serial -> circle.leaf("CN=Circle", keys, Shape.AUTHORITY.withSerial(serial)))
            .toArray(X509Certificate[]::new);

    assertThat(reason(appraise(circle.leaf("CN=Leaf", Shape.LEAF), NOW, pool)))
        .isEqualTo(Reason.CHAIN);
  }

  private static Verdict appraise(X509Certificate leaf, Instant at, X509Certificate... pool) {
    var appraisal = new Appraisal();
    PathAppraisal.require(appraisal, "test", leaf, List.of(pool), ANCHORS, at);
    return appraisal.verdict();
  }

  private static Reason reason(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).reason();
  }
}
