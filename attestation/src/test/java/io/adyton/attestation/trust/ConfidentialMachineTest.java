// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.drawn;
import static io.adyton.attestation.trust.TestMachine.demands;
import static io.adyton.attestation.trust.TestMachine.policy;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.document.Submodule.Processor.Kind;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.intel.SyntheticIntel;
import io.adyton.attestation.nitro.SelfMadeDocument;
import io.adyton.attestation.nvidia.SelfMadeDevice;
import io.adyton.attestation.sev.AmdProduct;
import io.adyton.attestation.tls.CertificateEvidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processors and GPUs under roots of our own; none of these reports is of real hardware. */
class ConfidentialMachineTest {
  private static final String SNP = demands(Kind.SEV_SNP);

  private final TestMachine machine = new TestMachine();

  @ParameterizedTest
  @EnumSource
  void acceptsEveryKindOfProcessorAsLevelTwo(Kind kind) throws Exception {
    ServerAppraisal appraisal = machine.appraise(kind, policy(2, demands(kind)));

    assertThat(Attacks.refuted(appraisal.verdict())).isEmpty();
    assertThat(appraisal.isAccepted()).isTrue();
    assertThat(appraisal.level()).isEqualTo(2);
    assertThat(appraisal.document().orElseThrow().level()).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void refusesGuestThatThePolicyDoesNotName(Kind kind) throws Exception {
    String other = demands(kind).replaceFirst(":\"(..)", ":\"00");

    Attacks.assertStoppedBy(machine.appraise(kind, policy(2, other)), "processor.image");
  }

  @ParameterizedTest
  @EnumSource
  void refusesReportThatWasMadeForAnotherDocument(Kind kind) throws Exception {
    machine.reportData = asked -> drawn(64);

    Attacks.assertStoppedBy(
        machine.appraise(kind, policy(2, demands(kind))),
        switch (kind) {
          case SEV_SNP -> "snp.report-data";
          case TDX, SGX -> "intel.report-data";
          case NITRO -> "nitro.user-data";
        });
  }

  @ParameterizedTest
  @EnumSource
  void refusesDebugMode(Kind kind) throws Exception {
    machine.inSnpReport = report -> report.number(0x008, 8, 1L << 17 | 1L << 19);
    machine.inQuote = quote -> quote.flip(kind == Kind.TDX ? 120 : 48, kind == Kind.TDX ? 1 : 2);
    Bytes zeros = Bytes.of(new byte[48]);
    machine.inNitroDocument =
        document -> document.put("pcrs", SelfMadeDocument.pcrs(zeros, zeros, zeros, zeros));
    String demands =
        kind == Kind.NITRO
            ? "\"nitro\":{\"images\":[%s]}".formatted(TestMachine.enclave(zeros))
            : demands(kind);

    Attacks.assertStoppedBy(
        machine.appraise(kind, policy(2, demands)),
        switch (kind) {
          case SEV_SNP -> "snp.policy.debug";
          case TDX -> "tdx.debug";
          case SGX -> "sgx.debug";
          case NITRO -> "nitro.debug";
        });
  }

  @ParameterizedTest
  @EnumSource
  void givesNoLevelToProcessorThatThePolicyDoesNotSpeakOf(Kind kind) throws Exception {
    Kind other = kind == Kind.SEV_SNP ? Kind.TDX : Kind.SEV_SNP;
    ServerAppraisal appraisal = machine.appraise(kind, policy(2, demands(other)));

    Attacks.assertStoppedBy(appraisal, "level");
    assertThat(appraisal.level()).isEqualTo(0);
    Attacks.assertStoppedBy(machine.appraise(kind, TrustPolicy.DEFAULT), "level");
  }

  @ParameterizedTest
  @EnumSource
  void believesNobodysRootsButTheMakers(Kind kind) throws Exception {
    AttestedIdentity server = machine.serve(kind, Optional.empty(), TestMachine.NOW);
    Bytes nonce = drawn(32);
    EvidenceDocument evidence = machine.ask(server, nonce);

    assertThat(
            new ServerVerifier()
                .verify(
                    evidence.toBytes(),
                    new ServerConnection(
                        server.certificate(), nonce, Optional.empty(), Optional.empty()),
                    TestMachine.NOW,
                    policy(2, demands(kind)))
                .isAccepted())
        .isFalse();
  }

  @Test
  void refusesProductWithBrokenKeysUnlessItIsNamed() throws Exception {
    TestMachine milan = new TestMachine(AmdProduct.MILAN);

    Attacks.assertStoppedBy(milan.appraise(Kind.SEV_SNP, policy(2, SNP)), "snp.product.allowed");
    assertThat(
            milan
                .appraise(
                    Kind.SEV_SNP, policy(2, SNP.replace("}]}", "}],\"products\":[\"Milan\"]}")))
                .isAccepted())
        .isTrue();
  }

  @Test
  void refusesFirmwareBelowTheFloorInAnyPart() throws Exception {
    String floor =
        "}],\"min_tcb\":{\"Genoa\":"
            + "{\"bootloader\":%d,\"tee\":%d,\"snp\":%d,\"microcode\":%d}}}";

    assertThat(appraiseSnp(floor.formatted(3, 0, 8, 0x73)).isAccepted()).isTrue();
    for (String higher :
        List.of(
            floor.formatted(4, 0, 8, 0x73),
            floor.formatted(3, 1, 8, 0x73),
            floor.formatted(3, 0, 9, 0x73),
            floor.formatted(0, 0, 0, 0x74))) {
      Attacks.assertStoppedBy(
          appraiseSnp(higher), "snp.reported_tcb.least", "snp.launch_tcb.least");
    }
  }

  @Test
  void refusesGuestThatWasLaunchedOnOlderFirmware() throws Exception {
    machine.inSnpReport = report -> report.put(0x1f0, Bytes.ofHex("0200000000000873"));

    Attacks.assertStoppedBy(
        appraiseSnp(
            "}],\"min_tcb\":{\"Genoa\":"
                + "{\"bootloader\":3,\"tee\":0,\"snp\":8,\"microcode\":115}}}"),
        "snp.launch_tcb.least");
  }

  @Test
  void refusesMultithreadingUnlessAllowed() throws Exception {
    machine.inSnpReport = report -> report.number(0x008, 8, 1L << 17 | 1L << 16);

    Attacks.assertStoppedBy(machine.appraise(Kind.SEV_SNP, policy(2, SNP)), "snp.policy.smt");
    assertThat(appraiseSnp("}],\"allow_smt\":true}").isAccepted()).isTrue();
  }

  @Test
  void refusesIntelPlatformThatIsNotUpToDateUnlessAllowed() throws Exception {
    machine.tdxCollateral.tcbInfo = SyntheticIntel.tcbInfo("TDX", "SWHardeningNeeded", 11);
    String tdx = demands(Kind.TDX);

    Attacks.assertStoppedBy(machine.appraise(Kind.TDX, policy(2, tdx)), "intel.tcb.status");
    assertThat(
            machine
                .appraise(
                    Kind.TDX,
                    policy(2, tdx.replace("}]}", "}],\"tcb_statuses\":[\"SWHardeningNeeded\"]}")))
                .isAccepted())
        .isTrue();
  }

  @Test
  void refusesWordOfIntelThatIsOlderThanThePolicyWants() throws Exception {
    String tdx = demands(Kind.TDX);

    Attacks.assertStoppedBy(
        machine.appraise(Kind.TDX, policy(2, tdx.replace("}]}", "}],\"min_tcb_evaluation\":18}"))),
        "intel.tcb.evaluation");
    assertThat(
            machine
                .appraise(Kind.TDX, policy(2, tdx.replace("}]}", "}],\"min_tcb_evaluation\":17}")))
                .isAccepted())
        .isTrue();
  }

  @Test
  void refusesIntelQuoteWithoutTheWordOfIntel() throws Exception {
    AttestedIdentity server = machine.serve(Kind.TDX, Optional.empty(), TestMachine.NOW);
    Bytes nonce = drawn(32);
    EvidenceDocument bare = server.evidence(nonce, server.certificate(), Optional.empty());

    assertThat(machine.appraise(bare, server, nonce, policy(2, demands(Kind.TDX))).isAccepted())
        .isFalse();
  }

  @Test
  void cutsWhatTheKernelLeavesAfterAQuote() throws Exception {
    machine.inQuote = quote -> quote.trailing = Bytes.of(new byte[100]);

    assertThat(machine.appraise(Kind.TDX, policy(2, demands(Kind.TDX))).isAccepted()).isTrue();
  }

  @Test
  void refusesProgramsOfThePolicyWhereNoTpmMeasuredTheStart() throws Exception {
    String code = "\"code\":[\"" + "ab".repeat(32) + "\"]";

    Attacks.assertStoppedBy(machine.appraise(Kind.SEV_SNP, policy(2, SNP, code)), "code");
  }

  @Test
  void refusesEveryChangedByteOfAReport() throws Exception {
    AttestedIdentity server = machine.serve(Kind.SEV_SNP, Optional.empty(), TestMachine.NOW);
    Bytes nonce = drawn(32);
    EvidenceDocument honest = machine.ask(server, nonce);
    Submodule.Processor processor = (Submodule.Processor) honest.submodules().getFirst();
    int step = Boolean.getBoolean("adyton.test.full") ? 1 : 13;
    for (int offset = 0; offset < 0x2a0; offset += step) {
      byte[] report = processor.report().toArray();
      report[offset] ^= 1;
      EvidenceDocument changed =
          with(
              honest,
              parts ->
                  List.of(
                      new Submodule.Processor(
                          processor.kind(), Bytes.of(report), processor.certificates())));

      assertThat(machine.appraise(changed, server, nonce, policy(2, SNP)).isAccepted())
          .as("byte %d", offset)
          .isFalse();
    }
    assertThat(machine.appraise(honest, server, nonce, policy(2, SNP)).isAccepted()).isTrue();
  }

  @Test
  void acceptsProcessorAndGpusAsLevelThree() throws Exception {
    machine.gpus = List.of(new SelfMadeDevice(), new SelfMadeDevice());

    ServerAppraisal appraisal = machine.appraise(Kind.SEV_SNP, policy(3, SNP));

    assertThat(Attacks.refuted(appraisal.verdict())).isEmpty();
    assertThat(appraisal.level()).isEqualTo(3);
    assertThat(machine.appraise(Kind.SEV_SNP, policy(2, SNP)).level())
        .as("GPUs that the policy demands nothing of")
        .isEqualTo(2);
    assertThat(machine.appraise(Kind.SEV_SNP, policy(2, SNP, "\"gpu_required\":true")).level())
        .isEqualTo(3);
  }

  @Test
  void refusesMachineWithoutTheGpuThatThePolicyDemands() throws Exception {
    Attacks.assertStoppedBy(
        machine.appraise(Kind.SEV_SNP, policy(2, SNP, "\"gpu_required\":true")), "gpu");
  }

  @Test
  void refusesGpuThatAnsweredAnotherNonce() throws Exception {
    machine.gpus = List.of(new SelfMadeDevice());
    machine.gpuNonce = asked -> drawn(32);

    Attacks.assertStoppedBy(machine.appraise(Kind.SEV_SNP, policy(3, SNP)), "nvidia.nonce");
  }

  /** A genuine GPU elsewhere answers the same nonce, but the processor never vouched for it. */
  @Test
  void refusesGpuOfAnotherMachine() throws Exception {
    machine.gpus = List.of(new SelfMadeDevice());
    AttestedIdentity server = machine.serve(Kind.SEV_SNP, Optional.empty(), TestMachine.NOW);
    Bytes nonce = drawn(32);
    EvidenceDocument honest = machine.ask(server, nonce);
    SelfMadeDevice elsewhere = new SelfMadeDevice();
    elsewhere.nonce = Submodule.Gpu.nonceFor(nonce);
    NvidiaEvidence.Report report = elsewhere.report();
    EvidenceDocument spliced =
        with(
            honest,
            parts ->
                List.of(
                    parts.getFirst(),
                    new Submodule.Gpu("GPU-0", "hopper", report.message(), report.chain())));

    assertThat(machine.appraise(honest, server, nonce, policy(3, SNP)).isAccepted()).isTrue();
    Attacks.assertStoppedBy(machine.appraise(spliced, server, nonce, policy(3, SNP)), "devices");
  }

  @Test
  void refusesDocumentThatLeavesABoundGpuOut() throws Exception {
    machine.gpus = List.of(new SelfMadeDevice(), new SelfMadeDevice());
    AttestedIdentity server = machine.serve(Kind.SEV_SNP, Optional.empty(), TestMachine.NOW);
    Bytes nonce = drawn(32);
    EvidenceDocument honest = machine.ask(server, nonce);

    Attacks.assertStoppedBy(
        machine.appraise(with(honest, parts -> parts.subList(0, 2)), server, nonce, policy(3, SNP)),
        "devices");
  }

  @Test
  void refusesOneGpuShownAsTwo() throws Exception {
    SelfMadeDevice gpu = new SelfMadeDevice();
    machine.gpus = List.of(gpu, gpu);

    assertThat(machine.appraise(Kind.SEV_SNP, policy(3, SNP)).isAccepted()).isFalse();
  }

  @Test
  void refusesGpusWithoutProcessorAndSimulationBesideHardware() throws Exception {
    machine.gpus = List.of(new SelfMadeDevice());
    AttestedIdentity server = machine.serve(Kind.SEV_SNP, Optional.empty(), TestMachine.NOW);
    Bytes nonce = drawn(32);
    EvidenceDocument honest = machine.ask(server, nonce);
    EvidenceDocument alone = with(honest, parts -> List.of(parts.getLast()));

    assertThat(Attacks.refuted(machine.appraise(alone, server, nonce, policy(0, SNP)).verdict()))
        .contains("evidence");

    Submodule simulated = new Submodule.Simulated(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY);
    EvidenceDocument beside = with(honest, parts -> added(parts, simulated));
    assertThat(Attacks.refuted(machine.appraise(beside, server, nonce, policy(2, SNP)).verdict()))
        .contains("evidence", "simulated");
  }

  @ParameterizedTest
  @EnumSource
  void keepsCertificateWithinWhatEveryClientReads(Kind kind) throws Exception {
    machine.gpus = List.of(new SelfMadeDevice());
    AttestedIdentity server = machine.serve(kind, Optional.empty(), TestMachine.NOW);

    EvidenceDocument document =
        EvidenceDocument.parse(CertificateEvidence.read(server.certificate()).orElseThrow());
    assertThat(server.certificate().getEncoded().length).isLessThanOrEqualTo(16 << 10);
    assertThat(document.level()).isEqualTo(2);
    assertThat(Bound.parse(document.bound()).devices()).isEmpty();
  }

  private ServerAppraisal appraiseSnp(String afterImages) throws Exception {
    return machine.appraise(Kind.SEV_SNP, policy(2, SNP.replace("}]}", afterImages)));
  }

  private static EvidenceDocument with(
      EvidenceDocument document, UnaryOperator<List<Submodule>> change) {
    return new EvidenceDocument(
        document.nonce(),
        document.level(),
        document.bound(),
        change.apply(document.submodules()),
        document.collateral());
  }

  private static List<Submodule> added(List<Submodule> parts, Submodule part) {
    List<Submodule> more = new ArrayList<>(parts);
    more.add(part);
    return more;
  }
}
