// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.AssuranceLevel;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.identity.SigningKey;
import io.adyton.attestation.identity.SimulatedAttester;
import io.adyton.attestation.tls.CertificateEvidence;
import io.adyton.attestation.x509.Validity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds an evidence document, and the connection it came over, against a policy.
 *
 * <p>Asks no clock, no network and no file. Thread-safe. Nothing a server sends makes it throw.
 */
public final class ServerVerifier {
  private final HardwareVerifiers verifiers;

  /** Believes the roots of the makers. */
  public ServerVerifier() {
    this(HardwareVerifiers.ofMakers());
  }

  /** Believes other roots, for tests; no configuration leads here. */
  ServerVerifier(HardwareVerifiers verifiers) {
    this.verifiers = verifiers;
  }

  /**
   * Verifies a server.
   *
   * @param document the evidence document as it came
   * @param connection how it came
   * @param at the time for which everything must be valid
   */
  public ServerAppraisal verify(
      Bytes document, ServerConnection connection, Instant at, TrustPolicy policy) {
    return verify(document, Optional.of(connection), at, policy);
  }

  /**
   * Verifies evidence that was kept with what it vouches for, when nobody can ask the server any
   * more. Nonce, TLS key, certificate and channel are not looked at, and since a TPM cannot be
   * challenged any more, what a TPM alone vouches for is refused.
   *
   * @param document the evidence document
   * @param at the time for which everything must be valid
   */
  public ServerAppraisal verifyKept(Bytes document, Instant at, TrustPolicy policy) {
    return verify(document, Optional.empty(), at, policy);
  }

  private ServerAppraisal verify(
      Bytes document, Optional<ServerConnection> connection, Instant at, TrustPolicy policy) {
    Appraisal appraisal = new Appraisal();
    try {
      EvidenceDocument evidence = EvidenceDocument.parse(document);
      Bound bound = Bound.parse(evidence.bound());
      requireFreshness(evidence, bound, connection, at, appraisal);
      int level = requireEvidence(evidence, bound, connection, at, policy, appraisal);
      if (connection.isPresent()) {
        requireKeys(bound, connection.get(), at, appraisal);
      }
      requireModels(bound, policy, appraisal);
      NamedDigests.require("engine", policy.engines(), bound.engine().sha256(), appraisal);
      requireLevel(evidence, level, policy, appraisal);
      return new ServerAppraisal(
          appraisal.verdict(), level, Optional.of(evidence), Optional.of(bound));
    } catch (MalformedEvidenceException e) {
      return new ServerAppraisal(
          appraisal.malformed(e), AssuranceLevel.SIMULATED, Optional.empty(), Optional.empty());
    }
  }

  private static void requireFreshness(
      EvidenceDocument evidence,
      Bound bound,
      Optional<ServerConnection> connection,
      Instant at,
      Appraisal appraisal) {
    connection.ifPresent(
        asked ->
            appraisal.requireEqual(
                "nonce", Reason.NONCE, Source.VERIFIER_DERIVED, asked.nonce(), evidence.nonce()));
    appraisal.require(
        "not-after",
        Reason.EXPIRED,
        Source.VERIFIER_DERIVED,
        at.isBefore(bound.notAfter()),
        "after " + at,
        bound.notAfter().toString());
  }

  private int requireEvidence(
      EvidenceDocument evidence,
      Bound bound,
      Optional<ServerConnection> connection,
      Instant at,
      TrustPolicy policy,
      Appraisal appraisal)
      throws MalformedEvidenceException {
    requireComposition(evidence.submodules(), appraisal);
    HardwareRules hardware = new HardwareRules(evidence, at, verifiers, appraisal);
    List<Submodule> believed = new ArrayList<>();
    List<Submodule.Gpu> gpus = new ArrayList<>();
    for (Submodule submodule : evidence.submodules()) {
      switch (submodule) {
        case Submodule.Simulated simulated ->
            requireSimulated(simulated, evidence.anchor(), policy, appraisal);
        case Submodule.Tpm tpm -> {
          if (policy.judgesTpm()) {
            MeasuredStart start =
                new TpmRules(tpm, evidence.anchor(), at, policy.tpm(), appraisal)
                    .require(connection.flatMap(ServerConnection::activation));
            new StartRules(policy.start(), appraisal).require(start, bound.models());
            believed.add(tpm);
          } else {
            leaveAside("tpm", "a TPM's quote", appraisal);
          }
        }
        case Submodule.Processor processor -> {
          ProcessorDemands demands = policy.processors().get(processor.kind());
          if (demands != null) {
            hardware.requireProcessor(processor, demands);
            believed.add(processor);
          } else {
            leaveAside("processor", processor.kind().mediaType(), appraisal);
          }
        }
        case Submodule.Gpu gpu -> gpus.add(gpu);
      }
    }
    requireTpmWhereNamed(believed, policy, appraisal);
    HardwareRules.requireBound(gpus, bound, appraisal);
    if (policy.judgesGpus()) {
      requireGpus(hardware, gpus, appraisal);
      believed.addAll(gpus);
    } else if (!gpus.isEmpty()) {
      leaveAside("gpu", gpus.size() + " reports", appraisal);
    }
    return AssuranceLevel.supportedBy(believed);
  }

  /** Parts that sign the same anchor count together; simulated evidence counts for nothing else. */
  private static void requireComposition(List<Submodule> submodules, Appraisal appraisal) {
    boolean simulated = submodules.stream().anyMatch(Submodule.Simulated.class::isInstance);
    boolean anchored =
        submodules.stream().anyMatch(submodule -> !(submodule instanceof Submodule.Gpu));
    appraisal.require(
        "evidence",
        Reason.NOT_EVIDENCE,
        Source.VERIFIER_DERIVED,
        simulated ? submodules.size() == 1 : anchored,
        "a TPM, a processor or both, with or without GPUs; or simulated evidence alone",
        submodules.stream().map(part -> part.getClass().getSimpleName()).toList().toString());
  }

  private static void requireGpus(
      HardwareRules hardware, List<Submodule.Gpu> gpus, Appraisal appraisal)
      throws MalformedEvidenceException {
    if (gpus.isEmpty()) {
      appraisal.require(
          "gpu", Reason.NOT_EVIDENCE, Source.HARDWARE_PROVEN, false, "evidence of a GPU", "none");
      return;
    }
    hardware.requireGpus(gpus);
  }

  /** What a processor measures is the guest; of program and machine inside it a TPM speaks. */
  private static void requireTpmWhereNamed(
      List<Submodule> believed, TrustPolicy policy, Appraisal appraisal) {
    if (believed.isEmpty() || believed.stream().anyMatch(Submodule.Tpm.class::isInstance)) {
      return;
    }
    if (!policy.start().equals(StartDemands.NONE)) {
      requireTpm("code", "a start that a TPM measured, since the policy names one", appraisal);
    }
    if (!policy.tpm().endorsementKeys().isEmpty()) {
      requireTpm("tpm.endorsement-key", "a TPM, since the policy names its key", appraisal);
    }
  }

  private static void requireTpm(String id, String expected, Appraisal appraisal) {
    appraisal.require(id, Reason.MEASUREMENT, Source.HARDWARE_PROVEN, false, expected, "none");
  }

  private static void leaveAside(String id, String found, Appraisal appraisal) {
    appraisal.unknown(
        id,
        Reason.NOT_EVIDENCE,
        Source.HARDWARE_PROVEN,
        "the policy demands nothing of it, so it gives no level",
        found);
  }

  private static void requireSimulated(
      Submodule.Simulated simulated, Anchor anchor, TrustPolicy policy, Appraisal appraisal) {
    appraisal.require(
        "simulated",
        Reason.NOT_EVIDENCE,
        Source.OPERATOR_ASSERTED,
        policy.allowSimulated(),
        "evidence that hardware signed",
        "simulated evidence, signed by a key of the process");
    appraisal.require(
        "quote",
        Reason.SIGNATURE,
        Source.OPERATOR_ASSERTED,
        SigningKey.verifies(
            simulated.key(), SimulatedAttester.message(anchor), simulated.signature()),
        "a signature over nonce and bound",
        "a signature by the simulation's key");
  }

  private static void requireKeys(
      Bound bound, ServerConnection connection, Instant at, Appraisal appraisal)
      throws MalformedEvidenceException {
    appraisal.requireEqual(
        "keys",
        Reason.BINDING,
        Source.VERIFIER_DERIVED,
        Bytes.of(connection.certificate().getPublicKey().getEncoded()).digest("SHA-256"),
        bound.tlsKey());
    Validity.require(
        appraisal,
        "certificate",
        connection.certificate().getNotBefore().toInstant(),
        connection.certificate().getNotAfter().toInstant(),
        at);
    appraisal.requireEqual(
        "certificate",
        Reason.BINDING,
        Source.VERIFIER_DERIVED,
        CertificateEvidence.digestWithout(connection.certificate()),
        bound.certificate());
    if (connection.channel().isPresent()) {
      appraisal.require(
          "channel",
          Reason.BINDING,
          Source.VERIFIER_DERIVED,
          bound.channel().equals(connection.channel()),
          connection.channel().get().hex(),
          bound.channel().map(Bytes::hex).orElse("no channel"));
    }
  }

  private static void requireModels(Bound bound, TrustPolicy policy, Appraisal appraisal) {
    if (bound.models().isEmpty() && !policy.models().isEmpty()) {
      appraisal.require(
          "weights",
          Reason.MEASUREMENT,
          Source.VERIFIER_DERIVED,
          false,
          "a model that the policy names",
          "no model");
    }
    bound
        .models()
        .forEach(
            model -> NamedDigests.require("weights", policy.models(), model.manifest(), appraisal));
  }

  private static void requireLevel(
      EvidenceDocument evidence, int level, TrustPolicy policy, Appraisal appraisal) {
    int supported = AssuranceLevel.supportedBy(evidence.submodules());
    appraisal.require(
        "claimed-level",
        Reason.BINDING,
        Source.VERIFIER_DERIVED,
        evidence.level() == supported,
        "AL" + supported + ", which the evidence supports",
        "AL" + evidence.level());
    appraisal.require(
        "level",
        Reason.MEASUREMENT,
        Source.VERIFIER_DERIVED,
        level >= policy.minLevel(),
        "at least AL" + policy.minLevel(),
        "AL" + level);
  }
}
