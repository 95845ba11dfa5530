// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.boot.StartEvent.Kind;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Bound;
import java.util.List;

/** Holds a start that a machine measured against what the policy demands of it. */
record StartRules(StartDemands demands, Appraisal appraisal) {
  void require(MeasuredStart start, List<Bound.Model> served) {
    appraisal.require(
        "start",
        Reason.MEASUREMENT,
        Source.HARDWARE_PROVEN,
        start.isWhole(),
        "a start of Adyton's, and no event of others after it",
        "%d events of a start, %d of others"
            .formatted(start.events().size(), start.foreignEvents()));
    requireSingle(start.earlierStarts());
    NamedDigests.require("code", demands.code(), start.code(), appraisal);
    NamedDigests.require(
        "jvm-flags", demands.jvmFlags(), start.measured(Kind.JVM_FLAGS), appraisal);
    NamedDigests.require(
        "environment", demands.environments(), start.measured(Kind.ENVIRONMENT), appraisal);
    NamedDigests.require(
        "configuration", demands.configurations(), start.measured(Kind.CONFIGURATION), appraisal);
    for (Bound.Model model : served) {
      List<Bytes> measured = start.measured(Kind.MODEL);
      appraisal.require(
          "measured-weights",
          Reason.MEASUREMENT,
          Source.HARDWARE_PROVEN,
          measured.contains(model.manifest()),
          "a measured model " + model.manifest().hex(),
          measured.stream().map(Bytes::hex).sorted().toList().toString());
    }
  }

  private void requireSingle(int earlierStarts) {
    String found = earlierStarts == 0 ? "the first start" : earlierStarts + " starts before";
    if (demands.single()) {
      appraisal.require(
          "single-start",
          Reason.MEASUREMENT,
          Source.HARDWARE_PROVEN,
          earlierStarts == 0,
          "no start before this one since the machine was switched on",
          found);
    } else {
      appraisal.unknown(
          "single-start",
          Reason.MEASUREMENT,
          Source.HARDWARE_PROVEN,
          "the policy allows several starts",
          found);
    }
  }
}
