// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.x509.Signed;

/** What must hold of a report once the key is believed: signature, binding, firmware, policy. */
final class SnpReportRules {
  private final SnpReport report;
  private final EndorsementKey key;
  private final Appraisal appraisal;

  SnpReportRules(SnpReport report, EndorsementKey key, Appraisal appraisal) {
    this.report = report;
    this.key = key;
    this.appraisal = appraisal;
  }

  void require(AmdProduct product, Demand demand) {
    requireSignature();
    requireSameChip();
    requireFirmware(product, demand.policy());
    requirePolicy(demand.policy());
    demand.reportData().ifPresent(this::requireReportData);
    demand.nonce().ifPresent(this::requireReportData);
  }

  private void requireSignature() {
    appraisal.require(
        "snp.report-signature",
        Reason.SIGNATURE,
        Source.HARDWARE_PROVEN,
        Signed.ellipticCurve(
            "SHA384", key.certificate().getPublicKey(), report.signed(), report.signature()),
        "ECDSA P-384 by the " + key.label(),
        "the signature of the report");
  }

  private void requireSameChip() {
    String expected = report.signingKey() == 0 ? "VCEK" : "VLEK";
    appraisal.require(
        "snp.signing-key",
        Reason.BINDING,
        Source.HARDWARE_PROVEN,
        key.label().equals(expected),
        "a certificate of the " + expected + " that the report names",
        "one of the " + key.label());
    key.extensions()
        .hardwareId()
        .ifPresent(
            hardwareId ->
                appraisal.requireEqual(
                    "snp.chip",
                    Reason.BINDING,
                    Source.HARDWARE_PROVEN,
                    report.maskedChipId() ? Bytes.of(new byte[64]) : padded(hardwareId),
                    report.chipId()));
    key.extensions().providerId().ifPresent(provider -> appraisal.claim("csp_id", provider));
  }

  private void requireFirmware(AmdProduct product, EvidencePolicy policy) {
    TcbVersion certified = key.extensions().tcb(product);
    appraisal.requireEqual(
        "snp.tcb.certified",
        Reason.TCB,
        Source.HARDWARE_PROVEN,
        report.reportedTcb().components(),
        certified.components());
    appraisal.require(
        "snp.tcb.current",
        Reason.TCB,
        Source.HARDWARE_PROVEN,
        report.currentTcb().atLeast(certified),
        "at least " + certified + " in each part",
        report.currentTcb().toString());
    boolean committed =
        policy.allowProvisionalFirmware()
            ? report.currentTcb().atLeast(report.committedTcb())
            : report.currentTcb().equals(report.committedTcb());
    appraisal.require(
        "snp.tcb.committed",
        Reason.TCB,
        Source.HARDWARE_PROVEN,
        committed,
        (policy.allowProvisionalFirmware() ? "at most " : "") + report.currentTcb(),
        report.committedTcb().toString());
  }

  private void requirePolicy(EvidencePolicy allowed) {
    GuestPolicy policy = report.policy();
    requireOff("snp.policy.debug", Reason.DEBUG, policy.debug(), allowed.allowDebug());
    requireOff("snp.policy.migration", Reason.MEASUREMENT, policy.migrationAgent(), false);
    requireOff(
        "snp.policy.smt",
        Reason.MEASUREMENT,
        policy.simultaneousMultithreading(),
        allowed.allowSmt());
    appraisal.require(
        "snp.vmpl",
        Reason.MEASUREMENT,
        Source.HARDWARE_PROVEN,
        report.vmpl() <= allowed.maxVmpl(),
        "at most " + allowed.maxVmpl(),
        Long.toString(report.vmpl()));
  }

  private void requireOff(String id, Reason reason, boolean on, boolean allowed) {
    appraisal.require(
        id,
        reason,
        Source.HARDWARE_PROVEN,
        !on || allowed,
        allowed ? "on or off" : "off",
        on ? "on" : "off");
  }

  private void requireReportData(Bytes expected) {
    appraisal.requireEqual(
        "snp.report-data", Reason.NONCE, Source.HARDWARE_PROVEN, expected, report.reportData());
  }

  /** A Turin chip has 8 bytes of id, which the report follows with zeros. */
  private static Bytes padded(Bytes hardwareId) {
    return hardwareId.length() >= 64
        ? hardwareId
        : Bytes.concat(hardwareId, Bytes.of(new byte[64 - hardwareId.length()]));
  }
}
