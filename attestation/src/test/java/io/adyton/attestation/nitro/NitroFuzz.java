// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nitro;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.cases.Mutation;
import io.adyton.attestation.evidence.NitroEvidence;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class NitroFuzz {
  private static final Demand DEMAND =
      new Demand(
          Instant.parse("2026-01-01T00:00:00Z"),
          Optional.empty(),
          Optional.empty(),
          EvidencePolicy.STRICT);
  private static final Bytes DOCUMENT = new SelfMadeDocument().signed().document();

  private final NitroVerifier verifier = new NitroVerifier(SelfMadeDocument.roots());

  @Property(tries = 500)
  void refusesMutatedDocuments(@ForAll int kind, @ForAll int position, @ForAll byte value) {
    Bytes mutated = Mutation.of(DOCUMENT, kind, position, value);

    assertThat(verifier.verify(new NitroEvidence(mutated), DEMAND) instanceof Verdict.Accepted)
        .isEqualTo(mutated.equals(DOCUMENT));
  }

  /** The payload is signed anew, so that what is tried is the reading and not the signature. */
  @Property(tries = 500)
  void endsOnAnyPayload(@ForAll int kind, @ForAll int position, @ForAll byte value) {
    NitroEvidence evidence =
        new SelfMadeDocument().signed(payload -> Mutation.of(payload, kind, position, value));

    assertThat(verifier.verify(evidence, DEMAND).checks()).doesNotContainNull();
  }
}
