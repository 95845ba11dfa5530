// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.drawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.boot.StartLog;
import io.adyton.attestation.boot.TpmRegister;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.collect.TpmAttester;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.document.Submodule.Processor.Kind;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.MeasuredMachine;
import io.adyton.attestation.tls.CertificateEvidence;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import io.adyton.attestation.trust.ProcessorDemands.Image;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A software TPM that measured the start, and a processor under a root of our own, together. */
class ComposedEvidenceTest {
  @RegisterExtension static final SwtpmExtension SWTPM = new SwtpmExtension();

  private static final Bytes NONCE = drawn(32);
  private static final TestMachine MACHINE = new TestMachine();

  private static MeasuredMachine tpm;
  private static AttestedIdentity server;
  private static TrustPolicy measured;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    TpmAttester attester = TpmAttester.open(SWTPM.tpm().connect(), GenuineServer.RANDOM);
    StartLog log =
        StartLog.open(directory.resolve("start.log"), Optional.empty(), new TpmRegister(attester));
    log.append(GenuineServer.start());
    tpm = new MeasuredMachine(attester, log);
    server = MACHINE.serve(Kind.SEV_SNP, Optional.of(tpm), GenuineServer.NOW);
    measured = GenuineServer.policy(SWTPM.tpm());
  }

  @AfterAll
  static void stop() throws Exception {
    if (tpm != null) {
      tpm.close();
    }
  }

  @Test
  void acceptsBothAsLevelTwo() throws Exception {
    ServerAppraisal appraisal = appraise(evidence(), demanding(2, "3e"));

    assertThat(Attacks.refuted(appraisal.verdict())).isEmpty();
    assertThat(appraisal.level()).isEqualTo(2);
    assertThat(appraisal.document().orElseThrow().submodules()).hasSize(2);
  }

  @Test
  void judgesWhatThePolicySpeaksOf() throws Exception {
    assertThat(appraise(evidence(), measured).level()).as("of a TPM alone").isEqualTo(1);
    TrustPolicy processor = TestMachine.policy(2, TestMachine.demands(Kind.SEV_SNP));
    assertThat(appraise(evidence(), processor).level()).as("of a processor alone").isEqualTo(2);
    Attacks.assertStoppedBy(appraise(evidence(), demanding(2, "3f")), "processor.image");
  }

  @Test
  void refusesTpmAloneWhereThePolicyDemandsBoth() throws Exception {
    EvidenceDocument whole = evidence();
    EvidenceDocument tpmOnly =
        new EvidenceDocument(
            whole.nonce(), 1, whole.bound(), List.of(whole.submodules().getLast()));

    Attacks.assertStoppedBy(appraise(tpmOnly, demanding(2, "3e")), "level");
  }

  @Test
  void refusesProcessorThatSignedAnotherAnchor() throws Exception {
    Bytes other = drawn(32);
    Submodule elsewhere =
        server.evidence(other, server.certificate(), Optional.empty()).submodules().getFirst();
    EvidenceDocument whole = evidence();
    EvidenceDocument spliced =
        new EvidenceDocument(
            whole.nonce(),
            whole.level(),
            whole.bound(),
            List.of(elsewhere, whole.submodules().getLast()));

    Attacks.assertStoppedBy(appraise(spliced, demanding(2, "3e")), "snp.report-data");
  }

  @Test
  void keepsCertificateWithinWhatEveryClientReads() throws Exception {
    assertThat(server.certificate().getEncoded().length).isLessThanOrEqualTo(16 << 10);
    assertThat(
            EvidenceDocument.parse(CertificateEvidence.read(server.certificate()).orElseThrow())
                .level())
        .isEqualTo(2);
  }

  private static EvidenceDocument evidence() throws Exception {
    return server.evidence(NONCE, server.certificate(), Optional.empty());
  }

  private static ServerAppraisal appraise(EvidenceDocument evidence, TrustPolicy policy)
      throws Exception {
    Submodule.Tpm quoted = (Submodule.Tpm) evidence.submodules().getLast();
    return MACHINE
        .verifier()
        .verify(
            evidence.toBytes(),
            new ServerConnection(
                server.certificate(),
                NONCE,
                Optional.empty(),
                GenuineServer.activate(quoted, server)),
            GenuineServer.NOW,
            policy);
  }

  /** The policy of the TPM, with a demand of the processor beside it. */
  private static TrustPolicy demanding(int minLevel, String measurement) {
    return new TrustPolicy(
        measured.name(),
        measured.serial(),
        minLevel,
        measured.allowSimulated(),
        measured.maxEvidenceAge(),
        measured.models(),
        measured.engines(),
        measured.start(),
        measured.tpm(),
        Map.of(
            Kind.SEV_SNP,
            new ProcessorDemands.Snp(
                Set.of(
                    new Image(
                        new TreeMap<>(Map.of("measurement", Bytes.ofHex(measurement.repeat(48)))))),
                ProcessorDemands.Snp.SOUND_PRODUCTS,
                Map.of(),
                false)),
        measured.gpuRequired());
  }
}
