// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.cases.Mutation;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.attestation.evidence.NvidiaEvidence.Device;
import io.adyton.attestation.evidence.NvidiaManifest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class NvidiaFuzz {
  private static final Demand DEMAND =
      new Demand(
          Instant.parse("2026-01-01T00:00:00Z"),
          Optional.empty(),
          Optional.empty(),
          EvidencePolicy.STRICT);
  private static final SelfMadeDevice DEVICE = new SelfMadeDevice();
  private static final Bytes MESSAGE = DEVICE.message();
  private static final Bytes CHAIN = DEVICE.chain();
  private static final Bytes DRIVER =
      new SelfMadeManifest("1.2.3").with(7, SelfMadeDevice.measured(7)).signed();
  private static final Bytes VBIOS =
      new SelfMadeManifest("96.00.74.00.1A").with(1, SelfMadeDevice.measured(1)).signed();

  private final NvidiaVerifier verifier =
      new NvidiaVerifier(SelfMadeDevice.roots(), SelfMadeManifest.roots());
  private final NvidiaManifestVerifier manifests =
      new NvidiaManifestVerifier(SelfMadeManifest.roots());

  @Property(tries = 300)
  void refusesMutatedReports(@ForAll int kind, @ForAll int position, @ForAll byte value) {
    Bytes mutated = Mutation.of(MESSAGE, kind, position, value);

    assertThat(verdict(mutated, CHAIN) instanceof Verdict.Accepted)
        .isEqualTo(mutated.equals(MESSAGE));
  }

  /** PEM may differ in white space and in text around it, so what is accepted claims the same. */
  @Property(tries = 300)
  void acceptsNoOtherCertificates(@ForAll int kind, @ForAll int position, @ForAll byte value) {
    if (verdict(MESSAGE, Mutation.of(CHAIN, kind, position, value))
        instanceof Verdict.Accepted accepted) {
      assertThat(accepted.claims())
          .isEqualTo(((Verdict.Accepted) verdict(MESSAGE, CHAIN)).claims());
    }
  }

  /** Comments and white space in tags are not signed, so what is accepted claims the same. */
  @Property(tries = 300)
  void acceptsNoOtherManifest(@ForAll int kind, @ForAll int position, @ForAll byte value) {
    if (manifest(Mutation.of(DRIVER, kind, position, value)) instanceof Verdict.Accepted accepted) {
      assertThat(accepted.claims()).isEqualTo(((Verdict.Accepted) manifest(DRIVER)).claims());
    }
  }

  private Verdict verdict(Bytes message, Bytes chain) {
    return verifier.verify(
        new NvidiaEvidence(
            Device.GPU,
            List.of(new NvidiaEvidence.Report(message, chain)),
            Optional.of(DRIVER),
            Optional.of(VBIOS)),
        DEMAND);
  }

  private Verdict manifest(Bytes xml) {
    return manifests.verify(new NvidiaManifest(xml, Optional.empty()), DEMAND);
  }
}
