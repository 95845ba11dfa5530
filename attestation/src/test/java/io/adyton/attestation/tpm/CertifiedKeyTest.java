// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.evidence.TpmQuoteEvidence.AttestationKey;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.TestAuthority;
import io.adyton.attestation.x509.TestAuthority.Shape;
import io.adyton.attestation.x509.TrustAnchors;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class CertifiedKeyTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
  private static final Bytes FOR_ATTESTATION = Bytes.ofHex("300706056781050803");
  private static final Bytes FOR_ENDORSEMENT = Bytes.ofHex("300706056781050801");
  private static final TestKey KEY = TestKey.p256();
  private static final TestAuthority ROOT = TestAuthority.root("CN=Root");
  private static final TestAuthority INTERMEDIATE =
      ROOT.authority("CN=Intermediate", Shape.AUTHORITY);

  @Test
  void acceptsKeyThatATrustedAuthorityCertified() {
    assertThat(verify(AT, certificate(Shape.LEAF), INTERMEDIATE.certificate()))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(
            verify(
                AT,
                certificate(Shape.LEAF.with(EXTENDED_KEY_USAGE, FOR_ATTESTATION)),
                INTERMEDIATE.certificate()))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesSelfSignedCertificate() {
    TestAuthority self = TestAuthority.root("CN=Self", KEY.pair(), "SHA256withECDSA");

    assertRefused(verify(AT, self.leaf("CN=Self", KEY.pair(), Shape.LEAF)), Reason.CHAIN);
    assertRefused(verify(AT, self.certificate()), Reason.CHAIN);
  }

  @Test
  void refusesAuthorityThatOnlyTheEvidenceBringsAlong() {
    TestAuthority foreign = TestAuthority.root("CN=Root");

    assertRefused(
        verify(AT, foreign.leaf("CN=AK", KEY.pair(), Shape.LEAF), foreign.certificate()),
        Reason.CHAIN);
  }

  @Test
  void refusesChainWithoutItsIntermediate() {
    assertRefused(verify(AT, certificate(Shape.LEAF)), Reason.CHAIN);
  }

  @Test
  void refusesCertificateOfAnotherKey() {
    assertRefused(
        verify(AT, INTERMEDIATE.leaf("CN=AK", Shape.LEAF), INTERMEDIATE.certificate()),
        Reason.BINDING);
  }

  @Test
  void refusesCertificateForAnotherPurpose() {
    assertRefused(
        verify(
            AT,
            certificate(Shape.LEAF.with(EXTENDED_KEY_USAGE, FOR_ENDORSEMENT)),
            INTERMEDIATE.certificate()),
        Reason.CHAIN);
    assertRefused(
        verify(
            AT,
            certificate(Shape.LEAF.withKeyUsage(KeyUsage.keyAgreement)),
            INTERMEDIATE.certificate()),
        Reason.CHAIN);
  }

  @Test
  void refusesCertificateOutsideItsTime() {
    X509Certificate certificate = certificate(Shape.LEAF);

    assertRefused(
        verify(TestAuthority.END.plusSeconds(1), certificate, INTERMEDIATE.certificate()),
        Reason.EXPIRED);
    assertRefused(
        verify(TestAuthority.START.minusSeconds(1), certificate, INTERMEDIATE.certificate()),
        Reason.NOT_YET_VALID);
  }

  @Test
  void shipsAnAuthority() {
    assertThat(AttestationAuthorities.shipped().certificates()).hasSize(1);
  }

  private static X509Certificate certificate(Shape shape) {
    return INTERMEDIATE.leaf("CN=AK", KEY.pair(), shape);
  }

  private static Verdict verify(Instant at, X509Certificate... certificates) {
    List<Bytes> ders = Arrays.stream(certificates).map(Certificates::der).toList();
    TpmQuoteEvidence evidence =
        new TpmQuoteEvidence(
            List.of(
                TestQuote.standard().signed(message -> KEY.ecdsa(HashAlgorithm.SHA256, message))),
            new AttestationKey(KEY.area(ObjectAttributes.SIGNING).toBytes(), ders),
            Optional.empty());
    Demand demand =
        new Demand(at, Optional.of(TestQuote.NONCE), Optional.empty(), EvidencePolicy.STRICT);
    return new TpmQuoteVerifier(TrustAnchors.of(ROOT.certificate())).verify(evidence, demand);
  }

  private static void assertRefused(Verdict verdict, Reason reason) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    assertThat(((Verdict.Refused) verdict).reason()).isEqualTo(reason);
  }
}
