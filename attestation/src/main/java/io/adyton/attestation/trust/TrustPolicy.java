// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.AssuranceLevel;
import io.adyton.attestation.document.Submodule.Processor.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a relying party demands of a server.
 *
 * @param name tells the policies of one author apart, where there are several
 * @param serial counts the versions of the policy of this name
 * @param minLevel the least assurance level, 0 to 4
 * @param allowSimulated whether simulated evidence is accepted, as AL0
 * @param maxEvidenceAge for how long a verification counts before it is made anew
 * @param models manifests that may be served, SHA-256; empty is any
 * @param engines engines that may compute, SHA-256; empty is any
 * @param start what is demanded of the measured start
 * @param tpm what is demanded of a TPM
 * @param processors what is demanded of each kind of processor; one that is not here is not judged
 *     and gives no level
 * @param gpuRequired whether evidence of a GPU must be there
 */
public record TrustPolicy(
    Optional<String> name,
    long serial,
    int minLevel,
    boolean allowSimulated,
    Duration maxEvidenceAge,
    Set<Bytes> models,
    Set<Bytes> engines,
    StartDemands start,
    TpmDemands tpm,
    Map<Kind, ProcessorDemands> processors,
    boolean gpuRequired) {
  /** How many registers a policy must speak of. */
  public static final int REGISTERS = 16;

  /** What {@code verify} and {@code proxy} demand where no policy is given. */
  public static final TrustPolicy DEFAULT =
      new TrustPolicy(
          Optional.empty(),
          0,
          2,
          false,
          Duration.ofMinutes(10),
          Set.of(),
          Set.of(),
          StartDemands.NONE,
          TpmDemands.NONE,
          Map.of(),
          false);

  /** Copies the collections. */
  public TrustPolicy {
    models = Set.copyOf(models);
    engines = Set.copyOf(engines);
    processors = Map.copyOf(processors);
  }

  /** Returns this policy with simulated evidence accepted and no level demanded. */
  public TrustPolicy acceptingSimulated() {
    return new TrustPolicy(
        name,
        serial,
        0,
        true,
        maxEvidenceAge,
        models,
        engines,
        start,
        tpm,
        processors,
        gpuRequired);
  }

  /** Returns whether a TPM is judged; a policy that speaks of processors alone leaves it aside. */
  boolean judgesTpm() {
    return !tpm.registers().isEmpty() || processors.isEmpty();
  }

  /** Returns whether GPUs are judged. */
  boolean judgesGpus() {
    return gpuRequired || minLevel >= AssuranceLevel.PROCESSOR_AND_GPUS;
  }

  /**
   * Reads a policy in the form of docs/policy.md.
   *
   * @throws MalformedEvidenceException if a member is missing, unknown, there twice or of another
   *     form, or a register is left out or can be reset by software
   */
  public static TrustPolicy parse(Bytes json) throws MalformedEvidenceException {
    return PolicyReader.read(json);
  }
}
