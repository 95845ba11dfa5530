// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import java.util.Optional;
import java.util.TreeSet;

/** What Intel says of platform, TDX module and quoting enclave together. */
final class TcbRules {
  private final Quote quote;
  private final PckExtensions platform;
  private final Appraisal appraisal;

  TcbRules(Quote quote, PckExtensions platform, Appraisal appraisal) {
    this.quote = quote;
    this.platform = platform;
    this.appraisal = appraisal;
  }

  void unknown() {
    appraisal.unknown(
        "intel.tcb.status",
        Reason.TCB,
        Source.HARDWARE_PROVEN,
        "what Intel says of this platform",
        "no collateral");
    appraisal.claim("tcb_status", "UNKNOWN");
  }

  void require(TcbInfo info, Optional<EnclaveIdentity> identity, EvidencePolicy policy) {
    boolean samePlatform =
        appraisal.requireEqual(
            "intel.tcb.fmspc", Reason.TCB, Source.HARDWARE_PROVEN, platform.fmspc(), info.fmspc());
    boolean sameEnclave =
        appraisal.requireEqual(
            "intel.tcb.pce", Reason.TCB, Source.HARDWARE_PROVEN, platform.pceId(), info.pceId());
    if (!samePlatform || !sameEnclave) {
      return;
    }
    Optional<Standing> standing = standing(info, identity);
    standing.ifPresent(whole -> requireAllowed(whole, policy));
    appraisal.claim("tcb_evaluation_data_number", info.evaluationDataNumber());
  }

  private Optional<Standing> standing(TcbInfo info, Optional<EnclaveIdentity> identity) {
    Optional<Standing> whole =
        switch (quote.body()) {
          case SgxReport _ -> level("intel.tcb.level", info.find(platform));
          case TdReport report ->
              level("intel.tcb.level", info.find(platform, report.teeTcbSvn()))
                  .flatMap(standing -> withModule(standing, info, report));
        };
    if (identity.isEmpty()) {
      return whole;
    }
    Optional<Standing> enclave =
        level(
            "intel.qe-identity.level",
            SvnLevel.find(identity.get().levels(), quote.qeReport().isvSvn()));
    return whole.flatMap(standing -> enclave.map(standing::merge));
  }

  private Optional<Standing> withModule(Standing standing, TcbInfo info, TdReport report) {
    Bytes svn = report.teeTcbSvn();
    Optional<TdxModule> module = info.module(svn);
    boolean described =
        appraisal.require(
            "intel.tdx-module",
            Reason.TCB,
            Source.HARDWARE_PROVEN,
            module.isPresent() && module.get().describes(report),
            "a TDX module that the TCB info knows",
            "version %d, signer %s".formatted(svn.at(1), report.mrSignerSeam()));
    if (!described || module.get().levels().isEmpty()) {
      return described ? Optional.of(standing) : Optional.empty();
    }
    return level("intel.tdx-module.level", SvnLevel.find(module.get().levels(), svn.at(0)))
        .map(standing::merge);
  }

  private Optional<Standing> level(String id, Optional<Standing> found) {
    appraisal.require(
        id,
        Reason.TCB,
        Source.HARDWARE_PROVEN,
        found.isPresent(),
        "a level that these versions reach",
        found.map(standing -> standing.status().label()).orElse("none"));
    return found;
  }

  private void requireAllowed(Standing standing, EvidencePolicy policy) {
    TcbStatus status = standing.status();
    boolean allowed =
        status == TcbStatus.UP_TO_DATE
            || status != TcbStatus.REVOKED && policy.allowTcbStatus().contains(status.label());
    appraisal.require(
        "intel.tcb.status",
        Reason.TCB,
        Source.HARDWARE_PROVEN,
        allowed,
        TcbStatus.UP_TO_DATE.label() + " or one of " + new TreeSet<>(policy.allowTcbStatus()),
        status.label());
    appraisal.claim("tcb_status", status.label());
    appraisal.claim("advisories", String.join(",", new TreeSet<>(standing.advisories())));
  }
}
