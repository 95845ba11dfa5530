// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.boot.StartEvent;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.tcg.EventLog;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tcg.Replay;
import io.adyton.attestation.tpm.TpmQuoteVerifier;
import io.adyton.attestation.tpm.TpmsAttest;
import io.adyton.attestation.tpm.TpmtPublic;
import io.adyton.attestation.tpm.credential.ActivationChallenge;
import io.adyton.attestation.tpm.credential.EndorsementCertificate;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.TrustAnchors;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Believes a TPM because its maker certifies its endorsement key, because it answered a challenge
 * that only the TPM of that key and of the attestation key could answer, and because the quote
 * holds the anchor.
 */
final class TpmRules {
  private static final String BANK = "sha256";

  private final Submodule.Tpm tpm;
  private final Anchor anchor;
  private final Instant at;
  private final TpmDemands demands;
  private final Appraisal appraisal;

  TpmRules(Submodule.Tpm tpm, Anchor anchor, Instant at, TpmDemands demands, Appraisal appraisal) {
    this.tpm = tpm;
    this.anchor = anchor;
    this.at = at;
    this.demands = demands;
    this.appraisal = appraisal;
  }

  /** Asks every question; returns what the start measured. */
  MeasuredStart require(Optional<TpmActivation> activation) throws MalformedEvidenceException {
    requireEndorsement(activation);
    requireQuote();
    requireRegisters();
    return MeasuredStart.last(tpm.log());
  }

  private void requireEndorsement(Optional<TpmActivation> activation)
      throws MalformedEvidenceException {
    List<Bytes> certificates = tpm.endorsementCertificates();
    if (certificates.isEmpty() || activation.isEmpty()) {
      appraisal.require(
          "tpm.attestation-key-activated",
          Reason.CHAIN,
          Source.HARDWARE_PROVEN,
          false,
          "a certified endorsement key and its answer to a challenge",
          certificates.isEmpty() ? "no certificate" : "no answer");
      return;
    }
    List<X509Certificate> pool = new ArrayList<>();
    for (Bytes certificate : certificates) {
      pool.addAll(Certificates.read("endorsement certificates", certificate));
    }
    TrustAnchors makers =
        new TrustAnchors(
            demands.endorsementRoots().isPresent()
                ? Certificates.read(
                    "policy.tpm.endorsement_roots", demands.endorsementRoots().get())
                : List.of());
    EndorsementCertificate endorsement = EndorsementCertificate.read(certificates.getFirst());
    endorsement.appraise(pool, makers, at, appraisal);
    NamedDigests.require(
        "tpm.endorsement-key",
        demands.endorsementKeys(),
        Bytes.of(endorsement.key().getEncoded()).digest("SHA-256"),
        appraisal);
    ActivationChallenge challenge = activation.get().challenge();
    boolean same = challenge.isFor(endorsement.key(), TpmtPublic.read(tpm.attestationKey()).name());
    appraisal.require(
        "tpm.challenged-keys",
        Reason.BINDING,
        Source.VERIFIER_DERIVED,
        same,
        "a challenge made for the keys of this evidence",
        same ? "so" : "one made for others");
    challenge.require(activation.get().answer(), appraisal);
  }

  private void requireQuote() throws MalformedEvidenceException {
    Bytes found = TpmsAttest.read(tpm.quote().message()).extraData();
    Bytes nonce = found.length() == anchor.value().length() ? anchor.value() : anchor.shortened();
    EvidencePolicy keyActivated =
        new EvidencePolicy(
            false, false, false, 0, Set.of(), false, Set.of(), false, false, 0, true, false, false,
            false, Map.of(), false);
    new TpmQuoteVerifier(TrustAnchors.of())
        .appraise(
            new TpmQuoteEvidence(
                List.of(tpm.quote()),
                new TpmQuoteEvidence.AttestationKey(tpm.attestationKey(), List.of()),
                Optional.of(tpm.log())),
            new Demand(at, Optional.of(nonce), Optional.empty(), keyActivated),
            appraisal);
  }

  private void requireRegisters() throws MalformedEvidenceException {
    SortedMap<Integer, Bytes> quoted =
        tpm.quote().pcrs().getOrDefault(BANK, Collections.emptySortedMap());
    SortedMap<Integer, Bytes> replayed =
        Replay.ofPlatform(EventLog.read(tpm.log())).bank(HashAlgorithm.SHA256);
    requireReplayed(StartEvent.REGISTER, quoted, replayed);
    demands
        .registers()
        .forEach(
            (register, rule) -> {
              switch (rule) {
                case RegisterRule.Pinned pinned -> requirePinned(register, pinned, quoted);
                case RegisterRule.Replayed _ -> {
                  if (register != StartEvent.REGISTER) {
                    requireReplayed(register, quoted, replayed);
                  }
                }
                case RegisterRule.Waived waived ->
                    appraisal.unknown(
                        "pcr." + register,
                        Reason.MEASUREMENT,
                        Source.VERIFIER_DERIVED,
                        "waived: " + waived.reason(),
                        text(quoted, register));
              }
            });
  }

  private void requirePinned(
      int register, RegisterRule.Pinned pinned, SortedMap<Integer, Bytes> quoted) {
    Bytes found = quoted.get(register);
    appraisal.require(
        "pcr." + register,
        Reason.MEASUREMENT,
        Source.HARDWARE_PROVEN,
        found != null && pinned.values().contains(found),
        String.join(" or ", pinned.values().stream().map(Bytes::hex).sorted().toList()),
        text(quoted, register));
  }

  private void requireReplayed(
      int register, SortedMap<Integer, Bytes> quoted, SortedMap<Integer, Bytes> replayed) {
    Bytes expected = replayed.getOrDefault(register, HashAlgorithm.SHA256.filled(0));
    Bytes found = quoted.get(register);
    appraisal.require(
        "pcr." + register,
        Reason.LOG_REPLAY,
        Source.HARDWARE_PROVEN,
        found != null && expected.equals(found),
        expected.hex() + ", to which the log replays",
        text(quoted, register));
  }

  private static String text(SortedMap<Integer, Bytes> quoted, int register) {
    Bytes value = quoted.get(register);
    return value == null ? "not quoted" : value.hex();
  }
}
