// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Check;
import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.evidence.SevSnpEvidence;
import io.adyton.attestation.sev.SyntheticSnp.Report;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.TestAuthority;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SevSnpVerifierTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final SyntheticSnp MILAN = new SyntheticSnp(AmdProduct.MILAN);
  private static final Demand STRICT = demand(EvidencePolicy.STRICT);

  @Test
  void acceptsReportOfGenuineChip() {
    Verdict verdict = verify(new Report());

    assertThat(claim(verdict, "measurement")).isEqualTo("3e".repeat(48));
    assertThat(claim(verdict, "revocation")).isEqualTo("unknown");
    assertThat(claim(verdict, "signing_key")).isEqualTo("VCEK");
    assertThat(verdict.checks())
        .filteredOn(check -> check.status() == Check.Status.UNKNOWN)
        .extracting(Check::id)
        .containsExactly("snp.revocation");
  }

  @Test
  void usesItsOwnIntermediatesWhereNoneAreGiven() {
    var evidence =
        new SevSnpEvidence(
            Optional.of(new Report().sign(MILAN.chipKeys)),
            Optional.of(Certificates.der(MILAN.chipCertificate())),
            Optional.empty());

    assertThat(MILAN.verifier().verify(evidence, STRICT)).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesReportUnderForgedRoot() {
    SyntheticSnp forged = new SyntheticSnp(AmdProduct.MILAN);
    SevSnpEvidence evidence = forged.evidence(new Report());

    assertThat(forged.verifier().verify(evidence, STRICT)).isInstanceOf(Verdict.Accepted.class);
    assertThat(reason(MILAN.verifier().verify(evidence, STRICT))).isEqualTo(Reason.CHAIN);
    assertThat(reason(new SevSnpVerifier().verify(evidence, STRICT))).isEqualTo(Reason.CHAIN);
  }

  @Test
  void refusesRolledBackFirmwareWithKeyOfOlderFirmware() {
    Bytes old = Bytes.ofHex("0200000000000573");
    X509Certificate oldKey = certificate(MILAN.chipShape(SyntheticSnp.CHIP, old));

    assertThat(reason(verify(new Report().sign(MILAN.chipKeys), oldKey))).isEqualTo(Reason.TCB);
  }

  @Test
  void comparesFirmwarePartByPart() {
    Bytes newerInOnePart = Bytes.ofHex("0300000000000973");
    Bytes currentOlderThere = Bytes.ofHex("ff000000000008ff");
    Report report =
        new Report()
            .put(0x180, newerInOnePart)
            .put(0x038, currentOlderThere)
            .put(0x1e0, currentOlderThere);

    assertThat(
            reason(
                verify(
                    report.sign(MILAN.chipKeys),
                    certificate(MILAN.chipShape(SyntheticSnp.CHIP, newerInOnePart)))))
        .isEqualTo(Reason.TCB);
  }

  @Test
  void refusesProvisionalFirmwareUnlessAllowed() {
    Report report = new Report().put(0x038, Bytes.ofHex("03000000000008ce"));
    EvidencePolicy provisional = policy(false, false, true, 0);

    assertThat(reason(verify(report))).isEqualTo(Reason.TCB);
    assertThat(verify(report, demand(provisional))).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesFirmwareCommittedAboveCurrentEvenIfProvisionalIsAllowed() {
    Report report = new Report().put(0x1e0, Bytes.ofHex("0300000000000874"));

    assertThat(reason(verify(report, demand(policy(false, false, true, 0))))).isEqualTo(Reason.TCB);
  }

  @Test
  void refusesKeyOfAnotherChip() {
    Report report = new Report().put(0x1a0, SyntheticSnp.filled(64, 0xc2));

    assertThat(reason(verify(report))).isEqualTo(Reason.BINDING);
  }

  @Test
  void refusesGenuineReportWithGenuineKeyOfAnotherChip() {
    var otherKeys = TestAuthority.ellipticCurve("secp384r1");
    X509Certificate other =
        MILAN.chipAuthority.leaf(
            "CN=SEV-VCEK",
            otherKeys,
            MILAN.chipShape(SyntheticSnp.filled(64, 0xc2), SyntheticSnp.TCB));

    assertThat(reason(verify(new Report().sign(MILAN.chipKeys), other)))
        .isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void takesHiddenChipIdOnlyIfItIsZero() {
    Report hidden = new Report().number(0x48, 4, 0b10).put(0x1a0, Bytes.of(new byte[64]));
    Report shown = new Report().number(0x48, 4, 0b10);
    Report zeroButNotHidden = new Report().put(0x1a0, Bytes.of(new byte[64]));

    assertThat(verify(hidden)).isInstanceOf(Verdict.Accepted.class);
    assertThat(reason(verify(shown))).isEqualTo(Reason.BINDING);
    assertThat(reason(verify(zeroButNotHidden))).isEqualTo(Reason.BINDING);
  }

  @Test
  void refusesGuestThatTheHostMayDebug() {
    Report report = new Report().number(0x008, 8, 1L << 17 | 1L << 19);

    assertThat(reason(verify(report))).isEqualTo(Reason.DEBUG);
    assertThat(claim(verify(report, demand(policy(true, false, false, 0))), "debug"))
        .isEqualTo("true");
  }

  @Test
  void refusesGuestThatMayBeMigrated() {
    assertThat(reason(verify(new Report().number(0x008, 8, 1L << 17 | 1L << 18))))
        .isEqualTo(Reason.MEASUREMENT);
  }

  @Test
  void refusesMultithreadingUnlessAllowed() {
    Report report = new Report().number(0x008, 8, 1L << 17 | 1L << 16);

    assertThat(reason(verify(report))).isEqualTo(Reason.MEASUREMENT);
    assertThat(verify(report, demand(policy(false, true, false, 0))))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesReportOfLessPrivilegedCode() {
    assertThat(reason(verify(new Report().number(0x030, 4, 3)))).isEqualTo(Reason.MEASUREMENT);
    assertThat(verify(new Report().number(0x030, 4, 3), demand(policy(false, false, false, 3))))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesReportThatTheHostAskedFor() {
    Report report = new Report().number(0x030, 4, 0xffffffffL);

    assertThat(reason(verify(report, demand(policy(false, false, false, 3)))))
        .isEqualTo(Reason.MEASUREMENT);
  }

  @Test
  void refusesReportOverOtherData() {
    Demand expecting = expecting(SyntheticSnp.filled(64, 0xdb));

    assertThat(reason(verify(new Report(), expecting))).isEqualTo(Reason.NONCE);
    assertThat(verify(new Report(), expecting(SyntheticSnp.filled(64, 0xda))))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesReportDataThatIsOnlyBegun() {
    assertThat(reason(verify(new Report(), expecting(SyntheticSnp.filled(32, 0xda)))))
        .isEqualTo(Reason.NONCE);
  }

  @Test
  void readsSignatureLeastSignificantByteFirst() {
    assertThat(reason(verify(new Report().bigEndianSignature()))).isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void refusesReportThatSaysItIsNotSigned() {
    assertThat(reason(verify(new Report().number(0x48, 4, 7 << 2)))).isEqualTo(Reason.NOT_EVIDENCE);
  }

  @Test
  void refusesChipKeyWhereReportNamesProviderKey() {
    assertThat(reason(verify(new Report().number(0x48, 4, 1 << 2)))).isEqualTo(Reason.BINDING);
  }

  @Test
  void acceptsProviderKeyUnderItsOwnAuthority() {
    Bytes report = new Report().number(0x48, 4, 1 << 2).sign(MILAN.chipKeys);
    var shape = MILAN.providerShape("cloud");
    X509Certificate key = MILAN.chipCertificate(MILAN.providerAuthority, "CN=SEV-VLEK", shape);
    X509Certificate wrongIssuer = MILAN.chipCertificate(MILAN.chipAuthority, "CN=SEV-VLEK", shape);

    assertThat(claim(verify(report, key), "signing_key")).isEqualTo("VLEK");
    assertThat(reason(verify(report, wrongIssuer))).isEqualTo(Reason.CHAIN);
  }

  @Test
  void refusesIntermediateInPlaceOfKey() {
    assertThat(reason(verify(new Report().sign(MILAN.chipKeys), MILAN.chipAuthority.certificate())))
        .isEqualTo(Reason.CHAIN);
  }

  @Test
  void refusesReportOfAnotherProcessorLine() {
    assertThat(verify(new Report().cpuid(0x19, 0x01))).isInstanceOf(Verdict.Accepted.class);
    assertThat(reason(verify(new Report().cpuid(0x19, 0x11)))).isEqualTo(Reason.BINDING);
  }

  @Test
  void readsFirmwareOfTurinInItsOwnOrder() {
    SyntheticSnp turin = new SyntheticSnp(AmdProduct.TURIN);
    Bytes tcb = Bytes.ofHex("01020304000000d9");
    Bytes shortId = Bytes.ofHex("1e550a8ee5cf9f4d");
    Report report =
        new Report()
            .cpuid(0x1a, 0x02)
            .put(0x038, tcb)
            .put(0x180, tcb)
            .put(0x1e0, tcb)
            .put(0x1a0, Bytes.concat(shortId, Bytes.of(new byte[56])));
    X509Certificate key =
        turin.chipCertificate(turin.chipAuthority, "CN=SEV-VCEK", turin.chipShape(shortId, tcb));

    Verdict verdict =
        turin.verifier().verify(turin.evidence(report.sign(turin.chipKeys), key), STRICT);

    assertThat(claim(verdict, "vcek.fmc_spl")).isEqualTo("1");
    assertThat(claim(verdict, "vcek.ucode_spl")).isEqualTo("217");
  }

  @Test
  void asksRevocationListWhereOneIsAtHand() {
    Instant start = NOW.minusSeconds(60);
    Instant end = NOW.plusSeconds(60);

    assertThat(claim(verifyListed(MILAN.root.revocationList(start, end, 7)), "revocation"))
        .isEqualTo("good");
    assertThat(reason(verifyListed(MILAN.root.revocationList(start, end, 0x10001))))
        .isEqualTo(Reason.REVOKED);
    assertThat(reason(verifyListed(MILAN.root.revocationList(start, start))))
        .isEqualTo(Reason.EXPIRED);
    assertThat(reason(verifyListed(MILAN.chipAuthority.revocationList(start, end))))
        .isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void refusesNonZeroWhereZeroMustBe() {
    for (int offset : new int[] {0x4c, 0x188, 0x18b, 0x19f, 0x1eb, 0x1ef, 0x1f8, 0x208, 0x29f}) {
      assertThat(reason(verify(new Report().number(offset, 1, 1))))
          .as("offset 0x%x", offset)
          .isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void refusesCertificatesWithoutReport() {
    var evidence =
        new SevSnpEvidence(
            Optional.empty(),
            Optional.of(Certificates.der(MILAN.chipCertificate())),
            Optional.empty());

    assertThat(reason(MILAN.verifier().verify(evidence, STRICT))).isEqualTo(Reason.NOT_EVIDENCE);
  }

  @Test
  void refusesEveryFlippedByteOfReport() {
    Bytes report = new Report().sign(MILAN.chipKeys);
    for (int index : SampleCases.indices(report.length())) {
      assertThat(verify(SampleCases.flipped(report, index), MILAN.chipCertificate()))
          .as("byte %d", index)
          .isInstanceOf(Verdict.Refused.class);
    }
  }

  @Test
  void refusesEveryFlippedByteOfKeyCertificate() {
    Bytes report = new Report().sign(MILAN.chipKeys);
    Bytes key = Certificates.der(MILAN.chipCertificate());
    for (int index : SampleCases.indices(key.length())) {
      var evidence =
          new SevSnpEvidence(
              Optional.of(report), Optional.of(SampleCases.flipped(key, index)), Optional.empty());
      assertThat(MILAN.verifier().verify(evidence, STRICT))
          .as("byte %d", index)
          .isInstanceOf(Verdict.Refused.class);
    }
  }

  @Test
  void refusesReportThatIsCutOrContinued() {
    Bytes report = new Report().sign(MILAN.chipKeys);
    for (int length : SampleCases.indices(report.length())) {
      assertThat(reason(verify(report.slice(0, length), MILAN.chipCertificate())))
          .isEqualTo(Reason.MALFORMED);
    }
    assertThat(reason(verify(Bytes.concat(report, Bytes.ofHex("00")), MILAN.chipCertificate())))
        .isEqualTo(Reason.MALFORMED);
  }

  private static Verdict verify(Report report) {
    return verify(report, STRICT);
  }

  private static Verdict verify(Report report, Demand demand) {
    return MILAN.verifier().verify(MILAN.evidence(report), demand);
  }

  private static Verdict verify(Bytes report, X509Certificate key) {
    return MILAN.verifier().verify(MILAN.evidence(report, key), STRICT);
  }

  private static Verdict verifyListed(Bytes list) {
    SevSnpEvidence evidence = MILAN.evidence(new Report());
    return MILAN
        .verifier()
        .verify(
            new SevSnpEvidence(
                evidence.report(), evidence.endorsementKey(), evidence.chain(), Optional.of(list)),
            STRICT);
  }

  private static X509Certificate certificate(TestAuthority.Shape shape) {
    return MILAN.chipCertificate(MILAN.chipAuthority, "CN=SEV-VCEK", shape);
  }

  private static Demand demand(EvidencePolicy policy) {
    return new Demand(NOW, Optional.empty(), Optional.empty(), policy);
  }

  private static Demand expecting(Bytes reportData) {
    return new Demand(NOW, Optional.empty(), Optional.of(reportData), EvidencePolicy.STRICT);
  }

  private static EvidencePolicy policy(
      boolean debug, boolean smt, boolean provisional, int maxVmpl) {
    EvidencePolicy strict = EvidencePolicy.STRICT;
    return new EvidencePolicy(
        debug,
        smt,
        provisional,
        maxVmpl,
        strict.allowTcbStatus(),
        false,
        strict.missingOk(),
        false,
        false,
        0,
        false,
        false,
        false,
        false,
        strict.require(),
        false);
  }

  private static Reason reason(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).reason();
  }

  private static String claim(Verdict verdict, String name) {
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    return ((Verdict.Accepted) verdict).claims().find(name).map(Claim::text).orElse("none");
  }
}
