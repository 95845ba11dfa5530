// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.identity.SigningKey;
import io.adyton.attestation.identity.SimulatedAttester;
import io.adyton.attestation.tls.CertificateEvidence;
import io.adyton.attestation.x509.Validity;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * Holds an evidence document, and the connection it came over, against a policy.
 *
 * <p>Asks no clock, no network and no file. Thread-safe. Nothing a server sends makes it throw.
 */
public final class ServerVerifier {
  private static final int SIMULATED = 0;

  /**
   * Verifies a server.
   *
   * @param document the evidence document as it came
   * @param connection how it came
   * @param at the time for which everything must be valid
   */
  public ServerAppraisal verify(
      Bytes document, ServerConnection connection, Instant at, TrustPolicy policy) {
    Appraisal appraisal = new Appraisal();
    try {
      EvidenceDocument evidence = EvidenceDocument.parse(document);
      Bound bound = Bound.parse(evidence.bound());
      requireFreshness(evidence, bound, connection, at, appraisal);
      int level = requireEvidence(evidence, bound, connection, at, policy, appraisal);
      requireKeys(bound, connection, at, appraisal);
      requireModels(bound, policy, appraisal);
      requireAmong("engine", policy.engines(), bound.engine().sha256(), appraisal);
      requireLevel(evidence, level, policy, appraisal);
      return new ServerAppraisal(
          appraisal.verdict(), level, Optional.of(evidence), Optional.of(bound));
    } catch (MalformedEvidenceException e) {
      return new ServerAppraisal(
          appraisal.malformed(e), SIMULATED, Optional.empty(), Optional.empty());
    }
  }

  private static void requireFreshness(
      EvidenceDocument evidence,
      Bound bound,
      ServerConnection connection,
      Instant at,
      Appraisal appraisal) {
    appraisal.requireEqual(
        "nonce", Reason.NONCE, Source.VERIFIER_DERIVED, connection.nonce(), evidence.nonce());
    appraisal.require(
        "not-after",
        Reason.EXPIRED,
        Source.VERIFIER_DERIVED,
        at.isBefore(bound.notAfter()),
        "after " + at,
        bound.notAfter().toString());
  }

  private static int requireEvidence(
      EvidenceDocument evidence,
      Bound bound,
      ServerConnection connection,
      Instant at,
      TrustPolicy policy,
      Appraisal appraisal)
      throws MalformedEvidenceException {
    int level = SIMULATED;
    for (Submodule submodule : evidence.submodules()) {
      switch (submodule) {
        case Submodule.Simulated simulated ->
            requireSimulated(simulated, evidence.anchor(), policy, appraisal);
        case Submodule.Tpm tpm -> {
          MeasuredStart start =
              new TpmRules(tpm, evidence.anchor(), at, policy, appraisal)
                  .require(connection.activation());
          requireStart(start, bound, policy, appraisal);
          level = Math.max(level, TrustPolicy.MEASURED);
        }
        case Submodule.Processor _, Submodule.Gpu _ ->
            appraisal.require(
                "evidence",
                Reason.NOT_EVIDENCE,
                Source.VERIFIER_DERIVED,
                false,
                "evidence of a TPM, or simulated",
                "evidence of a kind that servers of this version do not hand out");
      }
    }
    if (policy.gpuRequired()) {
      appraisal.require(
          "gpu",
          Reason.NOT_EVIDENCE,
          Source.VERIFIER_DERIVED,
          false,
          "evidence of a GPU",
          "none that servers of this version hand out");
    }
    appraisal.require(
        "evidence",
        Reason.NOT_EVIDENCE,
        Source.VERIFIER_DERIVED,
        evidence.submodules().size() == 1,
        "evidence of one part of the machine",
        evidence.submodules().size() + " parts");
    return level;
  }

  private static void requireStart(
      MeasuredStart start, Bound bound, TrustPolicy policy, Appraisal appraisal) {
    appraisal.require(
        "start",
        Reason.MEASUREMENT,
        Source.HARDWARE_PROVEN,
        start.isWhole(),
        "a start of Adyton's, and no event of others after it",
        "%d events of a start, %d of others"
            .formatted(start.events().size(), start.foreignEvents()));
    requireAmong("code", policy.code(), start.code(), appraisal);
    for (Bound.Model model : bound.models()) {
      appraisal.require(
          "measured-weights",
          Reason.MEASUREMENT,
          Source.HARDWARE_PROVEN,
          start.models().contains(model.manifest()),
          "a measured model " + model.manifest().hex(),
          start.models().stream().map(Bytes::hex).sorted().toList().toString());
    }
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
        .forEach(model -> requireAmong("weights", policy.models(), model.manifest(), appraisal));
  }

  private static void requireAmong(
      String id, Set<Bytes> allowed, Bytes found, Appraisal appraisal) {
    if (allowed.isEmpty()) {
      appraisal.unknown(
          id, Reason.MEASUREMENT, Source.VERIFIER_DERIVED, "the policy names none", found.hex());
      return;
    }
    appraisal.require(
        id,
        Reason.MEASUREMENT,
        Source.VERIFIER_DERIVED,
        allowed.contains(found),
        String.join(" or ", allowed.stream().map(Bytes::hex).sorted().toList()),
        found.hex());
  }

  private static void requireLevel(
      EvidenceDocument evidence, int level, TrustPolicy policy, Appraisal appraisal) {
    appraisal.require(
        "claimed-level",
        Reason.BINDING,
        Source.VERIFIER_DERIVED,
        evidence.level() == level,
        "AL" + level + ", which the evidence supports",
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
