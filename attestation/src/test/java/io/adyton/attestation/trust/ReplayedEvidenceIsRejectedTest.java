// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.drawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody kept evidence of a genuine server and shows it to the next client. */
class ReplayedEvidenceIsRejectedTest {
  @RegisterExtension static final SwtpmExtension SWTPM = new SwtpmExtension();

  private static GenuineServer server;
  private static TrustPolicy policy;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    server = GenuineServer.start(SWTPM.tpm(), directory);
    policy = GenuineServer.policy(SWTPM.tpm());
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 61})
  void refusesOldEvidenceForNewNonce(long seconds) throws Exception {
    EvidenceDocument kept = server.evidence(drawn(32), Optional.empty());
    Optional<TpmActivation> activation = GenuineServer.activate(kept, server.identity());
    for (int i = 0; i < Attacks.TRIES; i++) {
      ServerAppraisal appraisal =
          new ServerVerifier()
              .verify(
                  kept.toBytes(),
                  connection(drawn(32), activation),
                  GenuineServer.NOW.plusSeconds(seconds),
                  policy);

      Attacks.assertStoppedBy(appraisal, "nonce");
    }
  }

  @Test
  void refusesOldQuoteUnderNewNonce() throws Exception {
    EvidenceDocument kept = server.evidence(drawn(32), Optional.empty());
    Optional<TpmActivation> activation = GenuineServer.activate(kept, server.identity());
    for (int i = 0; i < Attacks.TRIES; i++) {
      Bytes nonce = drawn(32);

      ServerAppraisal appraisal =
          GenuineServer.verify(
              new EvidenceDocument(nonce, kept.level(), kept.bound(), kept.submodules()),
              connection(nonce, activation),
              policy);

      Attacks.assertStoppedBy(appraisal, "tpm.nonce");
    }
  }

  @Test
  void refusesEvidencePastItsEnd() throws Exception {
    Bytes nonce = drawn(32);
    EvidenceDocument kept = server.evidence(nonce, Optional.empty());
    ServerConnection connection =
        connection(nonce, GenuineServer.activate(kept, server.identity()));

    assertThat(
            new ServerVerifier()
                .verify(
                    kept.toBytes(),
                    connection,
                    GenuineServer.NOW.plus(Duration.ofHours(24)).minusSeconds(1),
                    policy)
                .isAccepted())
        .isTrue();
    Attacks.assertStoppedBy(
        new ServerVerifier()
            .verify(
                kept.toBytes(),
                connection,
                GenuineServer.NOW.plus(Duration.ofHours(24)).plusSeconds(1),
                policy),
        "not-after",
        "certificate.not-after");
  }

  private static ServerConnection connection(Bytes nonce, Optional<TpmActivation> activation) {
    return new ServerConnection(
        server.identity().certificate(), nonce, Optional.empty(), activation);
  }
}
