// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.ima;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.ImaMeasurementList;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.util.List;
import java.util.stream.IntStream;

/** Reads and replays a measurement list that stands by itself, which proves nothing. */
public final class ImaListVerifier implements Verifier<ImaMeasurementList> {
  private static final List<HashAlgorithm> BANKS =
      List.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256, HashAlgorithm.SHA384);

  @Override
  public void appraise(ImaMeasurementList evidence, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    ImaList list = ImaList.read(evidence.list());
    claim(appraisal, list);
    if (!demand.policy().parseOnly()) {
      appraisal.require(
          "ima.signed",
          Reason.NOT_EVIDENCE,
          Source.OPERATOR_ASSERTED,
          false,
          "a quote over the register the list leads to",
          "a list by itself");
    }
    List<Integer> inconsistent =
        IntStream.range(0, list.entries().size())
            .filter(i -> !list.entries().get(i).isConsistent())
            .boxed()
            .toList();
    appraisal.require(
        "ima.template-hashes",
        Reason.LOG_REPLAY,
        Source.VERIFIER_DERIVED,
        inconsistent.isEmpty(),
        "on every line the hash of its data",
        inconsistent.isEmpty() ? "so" : "another hash in entry " + inconsistent.getFirst());
  }

  private static void claim(Appraisal appraisal, ImaList list) {
    appraisal.claim("entries", list.entries().size());
    appraisal.claim("violations", list.entries().stream().filter(ImaEntry::isViolation).count());
    for (int i = 0; i < list.entries().size(); i++) {
      ImaEntry entry = list.entries().get(i);
      appraisal.claim("entry.%d.template_hash".formatted(i), entry.templateHash());
      appraisal.claim("entry.%d.path".formatted(i), entry.path());
    }
    for (HashAlgorithm bank : BANKS) {
      list.replay(bank)
          .forEach(
              (register, value) ->
                  appraisal.claim("replay.%s.%d".formatted(bank.label(), register), value));
    }
  }
}
