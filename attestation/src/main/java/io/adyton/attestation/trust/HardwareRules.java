// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.Collateral.Part;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.evidence.NitroEvidence;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.attestation.evidence.SevSnpEvidence;
import io.adyton.attestation.evidence.SgxEvidence;
import io.adyton.attestation.evidence.TdxEvidence;
import io.adyton.attestation.sev.AmdProduct;
import io.adyton.attestation.sev.TcbVersion;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Believes a processor because its maker certifies it and its report holds the anchor, and GPUs
 * because they answered a nonce made from the client's and what is bound names their very reports.
 *
 * <p>Anybody can rent such a processor, so a report says something only where the policy names the
 * guest that runs on it.
 */
final class HardwareRules {
  private final EvidenceDocument evidence;
  private final Instant at;
  private final HardwareVerifiers verifiers;
  private final Appraisal appraisal;

  HardwareRules(
      EvidenceDocument evidence, Instant at, HardwareVerifiers verifiers, Appraisal appraisal) {
    this.evidence = evidence;
    this.at = at;
    this.verifiers = verifiers;
    this.appraisal = appraisal;
  }

  void requireProcessor(Submodule.Processor processor, ProcessorDemands demands)
      throws MalformedEvidenceException {
    Demand demand =
        new Demand(
            at, Optional.empty(), Optional.of(evidence.anchor().reportData()), policy(demands));
    switch (processor.kind()) {
      case SEV_SNP -> verifiers.sevSnp().appraise(sevSnp(processor), demand, appraisal);
      case TDX ->
          verifiers
              .tdx()
              .appraise(
                  new TdxEvidence(processor.report(), evidence.collateral().intel()),
                  demand,
                  appraisal);
      case SGX ->
          verifiers
              .sgx()
              .appraise(
                  new SgxEvidence(processor.report(), evidence.collateral().intel()),
                  demand,
                  appraisal);
      case NITRO ->
          verifiers.nitro().appraise(new NitroEvidence(processor.report()), demand, appraisal);
    }
    switch (demands) {
      case ProcessorDemands.Snp snp -> requireFirmware(snp);
      case ProcessorDemands.Intel intel -> requireEvaluation(intel);
      case ProcessorDemands.Nitro _ -> {}
    }
    requireImage(demands.images());
  }

  private static EvidencePolicy policy(ProcessorDemands demands) {
    boolean allowSmt = demands instanceof ProcessorDemands.Snp snp && snp.allowSmt();
    Set<String> statuses =
        demands instanceof ProcessorDemands.Intel intel ? intel.tcbStatuses() : Set.of();
    return new EvidencePolicy(
        false, allowSmt, false, 0, statuses, false, Set.of(), false, false, 0, false, false, false,
        false, Map.of(), false);
  }

  private SevSnpEvidence sevSnp(Submodule.Processor processor) {
    return new SevSnpEvidence(
        Optional.of(processor.report()),
        Optional.empty(),
        processor.certificates().or(() -> evidence.collateral().find(Part.SNP_KEY)),
        evidence.collateral().find(Part.SNP_CRL));
  }

  private void requireFirmware(ProcessorDemands.Snp snp) {
    String name = claimed("vcek.product_name");
    Optional<AmdProduct> product = AmdProduct.ofName(name);
    appraisal.require(
        "snp.product.allowed",
        Reason.MEASUREMENT,
        Source.HARDWARE_PROVEN,
        product.isPresent() && snp.products().contains(product.get()),
        "a processor of "
            + String.join(" or ", snp.products().stream().map(AmdProduct::label).sorted().toList()),
        name);
    product
        .map(snp.leastTcb()::get)
        .ifPresent(
            least -> {
              requireAtLeast("reported_tcb", least);
              requireAtLeast("launch_tcb", least);
            });
  }

  private void requireAtLeast(String claim, TcbVersion least) {
    boolean reached =
        appraisal.claims().find(claim).orElse(null) instanceof Claim.Octets(Bytes found)
            && new TcbVersion(found).atLeast(least);
    appraisal.require(
        "snp." + claim + ".least",
        Reason.TCB,
        Source.HARDWARE_PROVEN,
        reached,
        "at least " + least + " in each part",
        claimed(claim));
  }

  private void requireEvaluation(ProcessorDemands.Intel intel) {
    appraisal.require(
        "intel.tcb.evaluation",
        Reason.TCB,
        Source.PROVIDER_ASSERTED,
        appraisal.claims().find("tcb_evaluation_data_number").orElse(null)
                instanceof Claim.Number(long found)
            && found >= intel.leastEvaluation(),
        "at least " + intel.leastEvaluation(),
        claimed("tcb_evaluation_data_number"));
  }

  private void requireImage(Set<ProcessorDemands.Image> images) {
    Set<String> names =
        images.stream()
            .flatMap(image -> image.measurements().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    appraisal.require(
        "processor.image",
        Reason.MEASUREMENT,
        Source.HARDWARE_PROVEN,
        images.stream().anyMatch(image -> image.isIn(appraisal.claims())),
        String.join(
            " or ", images.stream().map(ProcessorDemands.Image::toString).sorted().toList()),
        names.stream().map(name -> name + " " + claimed(name)).collect(Collectors.joining(", ")));
  }

  /** Requires what is bound to name exactly these reports, believed or not. */
  static void requireBound(List<Submodule.Gpu> gpus, Bound bound, Appraisal appraisal) {
    List<Bound.Device> found = gpus.stream().map(Submodule.Gpu::device).toList();
    appraisal.require(
        "devices",
        Reason.BINDING,
        Source.VERIFIER_DERIVED,
        bound.devices().equals(found),
        "reports of the devices that are bound: " + names(bound.devices()),
        names(found));
  }

  private static String names(List<Bound.Device> devices) {
    return devices.isEmpty()
        ? "none"
        : devices.stream()
            .map(device -> device.id() + " " + device.sha256().hex())
            .collect(Collectors.joining(", "));
  }

  void requireGpus(List<Submodule.Gpu> gpus) throws MalformedEvidenceException {
    verifiers
        .nvidia()
        .appraise(
            new NvidiaEvidence(
                NvidiaEvidence.Device.GPU,
                gpus.stream()
                    .map(gpu -> new NvidiaEvidence.Report(gpu.report(), gpu.certificates()))
                    .toList(),
                evidence.collateral().find(Part.GPU_DRIVER_MANIFEST),
                evidence.collateral().find(Part.GPU_VBIOS_MANIFEST)),
            new Demand(
                at,
                Optional.of(Submodule.Gpu.nonceFor(evidence.nonce())),
                Optional.empty(),
                EvidencePolicy.STRICT),
            appraisal);
  }

  private String claimed(String name) {
    return appraisal.claims().find(name).map(Claim::text).orElse("none");
  }
}
