// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.collect.TpmAttester;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.TrustAnchors;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EndorsementCertificateTest {
  @RegisterExtension static final SwtpmExtension SWTPM = new SwtpmExtension();

  private final Appraisal appraisal = new Appraisal();
  private Bytes der = Bytes.EMPTY;
  private Instant made = Instant.EPOCH;

  @BeforeEach
  void read() throws Exception {
    try (TpmAttester attester = TpmAttester.open(SWTPM.tpm().connect(), new SecureRandom())) {
      der = attester.endorsementCertificate().orElseThrow();
    }
    made = Certificates.parse("test", der).getNotBefore().toInstant();
  }

  @Test
  void isBelievedForTheMakerThatIsTrusted() throws Exception {
    appraise(der, TrustAnchors.of(root()), made);

    assertThat(appraisal.verdict())
        .isInstanceOfSatisfying(
            Verdict.Accepted.class,
            accepted ->
                assertThat(accepted.claims().byName())
                    .containsKeys("tpm-manufacturer", "tpm-model", "tpm-firmware"));
  }

  @Test
  void isRefusedForAnotherMaker() throws Exception {
    appraise(der, new TrustAnchors(List.of()), made);

    assertRefused(Reason.CHAIN, "tpm.ek.path");
  }

  @Test
  void isRefusedBeforeItsTime() throws Exception {
    appraise(der, TrustAnchors.of(root()), made.minus(Duration.ofDays(1)));

    assertRefused(Reason.NOT_YET_VALID, "tpm.ek.not-before");
  }

  @Test
  void isRefusedIfItsKeyIsNoEndorsementKey() throws Exception {
    appraise(Certificates.der(issuer()), TrustAnchors.of(root()), made);

    assertRefused(Reason.CHAIN, "tpm.ek.usage");
  }

  private void appraise(Bytes certificate, TrustAnchors makers, Instant at) throws Exception {
    EndorsementCertificate.read(certificate).appraise(List.of(issuer()), makers, at, appraisal);
  }

  private void assertRefused(Reason reason, String check) {
    assertThat(appraisal.verdict())
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(reason);
              assertThat(refused.detail()).startsWith(check + ":");
            });
  }

  private static X509Certificate issuer() throws Exception {
    return Certificates.read("issuer", SWTPM.tpm().authority().getFirst()).getFirst();
  }

  private static X509Certificate root() throws Exception {
    return Certificates.read("root", SWTPM.tpm().authority().getLast()).getFirst();
  }
}
