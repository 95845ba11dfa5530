// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.drawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.tls.TlsIdentity;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two genuine servers of one program; the client of one is given the evidence of the other. */
class DivertedEvidenceIsRejectedTest {
  @RegisterExtension static final SwtpmExtension HERE = new SwtpmExtension();
  @RegisterExtension static final SwtpmExtension THERE = new SwtpmExtension();

  private static GenuineServer here;
  private static GenuineServer there;
  private static TrustPolicy policy;

  @BeforeAll
  static void start(@TempDir Path first, @TempDir Path second) throws Exception {
    here = GenuineServer.start(HERE.tpm(), first);
    there = GenuineServer.start(THERE.tpm(), second);
    policy = GenuineServer.policy(HERE.tpm(), THERE.tpm());
  }

  @AfterAll
  static void stop() throws Exception {
    for (GenuineServer server : new GenuineServer[] {here, there}) {
      if (server != null) {
        server.close();
      }
    }
  }

  @Test
  void acceptsEachByItself() throws Exception {
    for (GenuineServer server : List.of(here, there)) {
      Bytes nonce = drawn(32);
      EvidenceDocument evidence = server.evidence(nonce, Optional.empty());

      assertThat(
              GenuineServer.verify(
                      evidence,
                      new ServerConnection(
                          server.identity().certificate(),
                          nonce,
                          Optional.empty(),
                          GenuineServer.activate(evidence, server.identity())),
                      policy)
                  .isAccepted())
          .isTrue();
    }
  }

  @Test
  void refusesEvidenceOfTheOtherServer() throws Exception {
    Optional<TpmActivation> activation =
        GenuineServer.activate(there.evidence(drawn(32), Optional.empty()), there.identity());
    for (int i = 0; i < Attacks.TRIES; i++) {
      Bytes nonce = drawn(32);

      ServerAppraisal appraisal =
          GenuineServer.verify(
              there.evidence(nonce, Optional.of(drawn(32))),
              new ServerConnection(
                  here.identity().certificate(), nonce, Optional.of(drawn(32)), activation),
              policy);

      Attacks.assertStoppedBy(appraisal, "keys", "certificate", "channel");
    }
  }

  @Test
  void refusesEvidenceOfGenuineServerBehindAnAttackersKey() throws Exception {
    Optional<TpmActivation> activation =
        GenuineServer.activate(there.evidence(drawn(32), Optional.empty()), there.identity());
    for (int i = 0; i < Attacks.TRIES; i++) {
      TlsIdentity attacker =
          TlsIdentity.selfSigned(
              List.of("localhost"), List.of(), GenuineServer.NOW, Duration.ofHours(1));
      Bytes nonce = drawn(32);

      ServerAppraisal appraisal =
          GenuineServer.verify(
              there.evidence(nonce, Optional.empty()),
              new ServerConnection(attacker.certificate(), nonce, Optional.empty(), activation),
              policy);

      Attacks.assertStoppedBy(appraisal, "keys", "certificate");
    }
  }
}
