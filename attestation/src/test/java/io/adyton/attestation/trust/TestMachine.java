// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.drawn;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.cbor.CborItem;
import io.adyton.attestation.collect.GpuEvidenceSource;
import io.adyton.attestation.collect.ReportCollector;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.Collateral;
import io.adyton.attestation.document.Collateral.Part;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.document.Submodule.Processor.Kind;
import io.adyton.attestation.evidence.IntelCollateral;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.attestation.evidence.SgxEvidence;
import io.adyton.attestation.evidence.TdxEvidence;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.Attester;
import io.adyton.attestation.identity.WholeMachine;
import io.adyton.attestation.intel.SgxVerifier;
import io.adyton.attestation.intel.SyntheticIntel;
import io.adyton.attestation.intel.TdxVerifier;
import io.adyton.attestation.nitro.NitroVerifier;
import io.adyton.attestation.nitro.SelfMadeDocument;
import io.adyton.attestation.nvidia.NvidiaVerifier;
import io.adyton.attestation.nvidia.SelfMadeDevice;
import io.adyton.attestation.nvidia.SelfMadeManifest;
import io.adyton.attestation.sev.AmdProduct;
import io.adyton.attestation.sev.SyntheticSnp;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Confidential machines whose hardware is certified by roots of our own, and a client that believes
 * these roots and no others.
 */
final class TestMachine {
  /** Within the month for which the collateral is made. */
  static final Instant NOW = Instant.parse("2026-01-15T00:00:00Z");

  private static final int SNP_REPORT_DATA = 0x50;
  private static final int TD_REPORT_DATA = 520;
  private static final int SGX_REPORT_DATA = 320;
  private static final String ZERO = "00".repeat(48);

  final SyntheticSnp amd;
  final SyntheticIntel intel = new SyntheticIntel();
  final SyntheticIntel.Documents tdxCollateral = intel.documents();
  final SyntheticIntel.Documents sgxCollateral = intel.documents().forSgx();

  /** What a test changes in a report before it is signed. */
  Consumer<SyntheticSnp.Report> inSnpReport = report -> {};

  Consumer<SyntheticIntel.QuoteBuilder> inQuote = quote -> {};
  Consumer<SelfMadeDocument> inNitroDocument = document -> {};

  /** What a test hands to the processor in place of the report data it was asked with. */
  Function<Bytes, Bytes> reportData = Function.identity();

  List<SelfMadeDevice> gpus = List.of();
  Function<Bytes, Bytes> gpuNonce = Function.identity();

  TestMachine() {
    this(AmdProduct.GENOA);
  }

  TestMachine(AmdProduct product) {
    amd = new SyntheticSnp(product);
  }

  ServerVerifier verifier() {
    return new ServerVerifier(
        new HardwareVerifiers(
            amd.verifier(),
            new TdxVerifier(intel.root.certificate()),
            new SgxVerifier(intel.root.certificate()),
            new NitroVerifier(SelfMadeDocument.roots()),
            new NvidiaVerifier(SelfMadeDevice.roots(), SelfMadeManifest.roots())));
  }

  /** The processor's part of a policy that demands {@code kind} as this machine has it. */
  static String demands(Kind kind) {
    String measured = "3e".repeat(48);
    return switch (kind) {
      case SEV_SNP -> "\"snp\":{\"images\":[{\"measurement\":\"%s\"}]}".formatted(measured);
      case TDX -> "\"tdx\":{\"images\":[%s]}".formatted(domain(measured));
      case SGX -> "\"sgx\":{\"images\":[{\"mr_enclave\":\"%s\"}]}".formatted("e1".repeat(32));
      case NITRO -> "\"nitro\":{\"images\":[%s]}".formatted(enclave(SelfMadeDocument.measured()));
    };
  }

  static String domain(String measurement) {
    return "{\"mr_td\":\"%s\",\"rtmr0\":\"%s\",\"rtmr1\":\"%s\",\"rtmr2\":\"%s\",\"rtmr3\":\"%s\"}"
        .formatted(measurement, ZERO, ZERO, ZERO, ZERO);
  }

  static String enclave(Bytes measurement) {
    return List.of(0, 1, 2).stream()
        .map(index -> "\"pcr.sha384.%d\":\"%s\"".formatted(index, measurement.hex()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  static TrustPolicy policy(int minLevel, String... members) throws Exception {
    return TrustPolicy.parse(
        GenuineServer.utf8(
            "{\"adyton_policy\":1,\"serial\":1,\"min_level\":%d,%s}"
                .formatted(minLevel, String.join(",", members))));
  }

  ReportCollector processor(Kind kind) {
    return asked -> {
      Bytes data = reportData.apply(asked);
      return switch (kind) {
        case SEV_SNP -> {
          SyntheticSnp.Report report = new SyntheticSnp.Report().put(SNP_REPORT_DATA, data);
          inSnpReport.accept(report);
          yield amd.evidence(report);
        }
        case TDX -> {
          SyntheticIntel.QuoteBuilder quote = intel.tdx().put(TD_REPORT_DATA, data);
          inQuote.accept(quote);
          yield new TdxEvidence(quote.build(), IntelCollateral.NONE);
        }
        case SGX -> {
          SyntheticIntel.QuoteBuilder quote = intel.sgx().put(SGX_REPORT_DATA, data);
          inQuote.accept(quote);
          yield new SgxEvidence(quote.build(), IntelCollateral.NONE);
        }
        case NITRO -> {
          SelfMadeDocument document =
              new SelfMadeDocument().put("user_data", new CborItem.Octets(data));
          inNitroDocument.accept(document);
          yield document.signed();
        }
      };
    };
  }

  private GpuEvidenceSource gpuSource() {
    return new GpuEvidenceSource() {
      @Override
      public List<Device> devices() {
        return gpus.stream().map(gpu -> new Device("GPU-" + gpus.indexOf(gpu), "hopper")).toList();
      }

      @Override
      public NvidiaEvidence.Report report(Device device, Bytes nonce) {
        SelfMadeDevice gpu = gpus.get(Integer.parseInt(device.uuid().substring(4)));
        gpu.nonce = gpuNonce.apply(nonce);
        return gpu.report();
      }
    };
  }

  /** A server on such a machine. */
  AttestedIdentity serve(Kind kind, Optional<Attester> tpm, Instant now) throws Exception {
    return AttestedIdentity.create(
        new WholeMachine(processor(kind), tpm, gpuSource(), Optional.empty()),
        new AttestedIdentity.Facts(
            List.of(new Bound.Model(GenuineServer.MODEL.name(), GenuineServer.MODEL.sha256())),
            new Bound.Engine("libllama", "v0.5.0", GenuineServer.ENGINE),
            new Bound.Privacy(0, 0, "per-tenant")),
        new AttestedIdentity.Names(List.of("localhost"), List.of(InetAddress.ofLiteral("::1"))),
        InstantSource.fixed(now),
        GenuineServer.RANDOM);
  }

  /** Starts a server, asks it, and appraises what it says. */
  ServerAppraisal appraise(Kind kind, TrustPolicy policy) throws Exception {
    AttestedIdentity server = serve(kind, Optional.empty(), NOW);
    Bytes nonce = drawn(32);
    EvidenceDocument evidence = ask(server, nonce);
    return appraise(evidence, server, nonce, policy);
  }

  /** Asks a server, and puts beside its evidence what makers publish. */
  EvidenceDocument ask(AttestedIdentity server, Bytes nonce) throws Exception {
    EvidenceDocument evidence = server.evidence(nonce, server.certificate(), Optional.empty());
    return new EvidenceDocument(
        evidence.nonce(),
        evidence.level(),
        evidence.bound(),
        evidence.submodules(),
        collateral(evidence));
  }

  ServerAppraisal appraise(
      EvidenceDocument evidence, AttestedIdentity server, Bytes nonce, TrustPolicy policy) {
    return verifier()
        .verify(
            evidence.toBytes(),
            new ServerConnection(server.certificate(), nonce, Optional.empty(), Optional.empty()),
            NOW,
            policy);
  }

  private Collateral collateral(EvidenceDocument evidence) {
    Map<Part, Bytes> parts = new EnumMap<>(Part.class);
    parts.put(
        Part.GPU_DRIVER_MANIFEST,
        new SelfMadeManifest("1.2.3").with(7, SelfMadeDevice.measured(7)).signed());
    parts.put(
        Part.GPU_VBIOS_MANIFEST,
        new SelfMadeManifest("96.00.74.00.1A").with(1, SelfMadeDevice.measured(1)).signed());
    boolean sgx = isSgx(evidence);
    IntelCollateral signed = (sgx ? sgxCollateral : tdxCollateral).sign();
    signed.tcbInfo().ifPresent(value -> parts.put(Part.INTEL_TCB_INFO, value));
    signed.tcbInfoIssuerChain().ifPresent(value -> parts.put(Part.INTEL_TCB_INFO_CHAIN, value));
    signed.qeIdentity().ifPresent(value -> parts.put(Part.INTEL_QE_IDENTITY, value));
    signed
        .qeIdentityIssuerChain()
        .ifPresent(value -> parts.put(Part.INTEL_QE_IDENTITY_CHAIN, value));
    signed.pckCrl().ifPresent(value -> parts.put(Part.INTEL_PCK_CRL, value));
    signed.rootCrl().ifPresent(value -> parts.put(Part.INTEL_ROOT_CRL, value));
    return new Collateral(parts);
  }

  private static boolean isSgx(EvidenceDocument evidence) {
    return evidence.submodules().stream()
        .anyMatch(
            part -> part instanceof Submodule.Processor processor && processor.kind() == Kind.SGX);
  }
}
