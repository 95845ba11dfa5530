// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.drawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.SimulatedAttester;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Simulated evidence only; what a TPM says is in the tests of attacks. */
class ServerVerifierTest {
  private static final TrustPolicy POLICY = TrustPolicy.DEFAULT.acceptingSimulated();

  private final AttestedIdentity identity;
  private final Bytes nonce = drawn(32);

  ServerVerifierTest() throws Exception {
    identity = GenuineServer.identity(new SimulatedAttester(Bytes.EMPTY));
  }

  @Test
  void acceptsSimulatedEvidenceAsLevelZero() throws Exception {
    Bytes channel = drawn(32);
    EvidenceDocument evidence =
        identity.evidence(nonce, identity.certificate(), Optional.of(channel));

    ServerAppraisal appraisal =
        GenuineServer.verify(evidence, connection(Optional.of(channel)), POLICY);

    assertThat(appraisal.isAccepted()).isTrue();
    assertThat(appraisal.level()).isEqualTo(0);
    assertThat(appraisal.document()).contains(evidence);
    assertThat(appraisal.bound()).contains(Bound.parse(evidence.bound()));
  }

  @Test
  void refusesSimulatedEvidenceByDefault() throws Exception {
    Attacks.assertStoppedBy(
        GenuineServer.verify(evidence(), connection(Optional.empty()), TrustPolicy.DEFAULT),
        "simulated",
        "level");
  }

  @Test
  void refusesEvidenceThatIsNotBoundToTheChannel() throws Exception {
    Attacks.assertStoppedBy(
        GenuineServer.verify(evidence(), connection(Optional.of(drawn(32))), POLICY), "channel");
  }

  @Test
  void refusesHigherLevelThanTheEvidenceSupports() throws Exception {
    EvidenceDocument honest = evidence();

    Attacks.assertStoppedBy(
        GenuineServer.verify(
            new EvidenceDocument(honest.nonce(), 3, honest.bound(), honest.submodules()),
            connection(Optional.empty()),
            POLICY),
        "claimed-level");
  }

  @Test
  void refusesModelEngineAndGpuThatThePolicyDoesNotName() throws Exception {
    TrustPolicy demanding =
        new TrustPolicy(
            Optional.empty(),
            0,
            0,
            true,
            POLICY.maxEvidenceAge(),
            Set.of(drawn(32)),
            Set.of(drawn(32)),
            POLICY.start(),
            POLICY.tpm(),
            Map.of(),
            true);

    Attacks.assertStoppedBy(
        GenuineServer.verify(evidence(), connection(Optional.empty()), demanding),
        "weights",
        "engine",
        "gpu");
  }

  @Test
  void refusesServerWithoutModelWherePolicyNamesOne() throws Exception {
    EvidenceDocument honest = evidence();
    Bound bound = Bound.parse(honest.bound());
    Bound empty =
        new Bound(
            bound.tlsKey(),
            bound.receiptKey(),
            bound.logKey(),
            bound.certificate(),
            bound.channel(),
            bound.devices(),
            List.of(),
            bound.engine(),
            bound.privacy(),
            bound.boot(),
            bound.notAfter());
    SimulatedAttester attester = new SimulatedAttester(Bytes.EMPTY);
    EvidenceDocument unnamed = new EvidenceDocument(nonce, 0, empty.toBytes(), List.of());
    TrustPolicy naming =
        new TrustPolicy(
            Optional.empty(),
            0,
            0,
            true,
            POLICY.maxEvidenceAge(),
            Set.of(GenuineServer.MODEL.sha256()),
            Set.of(),
            POLICY.start(),
            POLICY.tpm(),
            Map.of(),
            false);

    Attacks.assertStoppedBy(
        GenuineServer.verify(
            new EvidenceDocument(nonce, 0, empty.toBytes(), attester.attest(unnamed.anchor())),
            connection(Optional.empty()),
            naming),
        "weights");
    assertThat(GenuineServer.verify(honest, connection(Optional.empty()), naming).isAccepted())
        .isTrue();
  }

  @Test
  void refusesDocumentWithoutEvidenceOrWithTwoKinds() throws Exception {
    EvidenceDocument honest = evidence();

    Attacks.assertStoppedBy(
        GenuineServer.verify(
            new EvidenceDocument(nonce, 0, honest.bound(), List.of()),
            connection(Optional.empty()),
            POLICY),
        "evidence");
    Submodule gpu = new Submodule.Gpu("0", "hopper", Bytes.EMPTY, Bytes.EMPTY);
    Attacks.assertStoppedBy(
        GenuineServer.verify(
            new EvidenceDocument(
                nonce, 0, honest.bound(), List.of(honest.submodules().getFirst(), gpu)),
            connection(Optional.empty()),
            POLICY),
        "evidence",
        "devices");
  }

  @Test
  void refusesTimesOutsideOfTheCertificate() throws Exception {
    Bytes evidence = evidence().toBytes();
    for (Instant at :
        List.of(
            GenuineServer.NOW.minusSeconds(301),
            GenuineServer.NOW.minusSeconds(315_360_000),
            Instant.MIN)) {
      Attacks.assertStoppedBy(
          new ServerVerifier().verify(evidence, connection(Optional.empty()), at, POLICY),
          "certificate.not-before");
    }
    for (Instant at :
        List.of(
            GenuineServer.NOW.plusSeconds(86_401),
            GenuineServer.NOW.plusSeconds(315_360_000),
            Instant.MAX)) {
      Attacks.assertStoppedBy(
          new ServerVerifier().verify(evidence, connection(Optional.empty()), at, POLICY),
          "not-after",
          "certificate.not-after");
    }
  }

  @Test
  void refusesBytesWithoutStructure() {
    for (String text : List.of("", "{}", "[]", "null", "{\"eat_profile\":1}", "\0")) {
      ServerAppraisal appraisal =
          new ServerVerifier()
              .verify(
                  GenuineServer.utf8(text),
                  connection(Optional.empty()),
                  GenuineServer.NOW,
                  POLICY);

      assertThat(appraisal.verdict())
          .isInstanceOfSatisfying(
              Verdict.Refused.class,
              refused -> assertThat(refused.reason()).isEqualTo(Reason.MALFORMED));
      assertThat(appraisal.document()).isEmpty();
    }
  }

  private EvidenceDocument evidence() throws Exception {
    return identity.evidence(nonce, identity.certificate(), Optional.empty());
  }

  private ServerConnection connection(Optional<Bytes> channel) {
    return new ServerConnection(identity.certificate(), nonce, channel, Optional.empty());
  }
}
