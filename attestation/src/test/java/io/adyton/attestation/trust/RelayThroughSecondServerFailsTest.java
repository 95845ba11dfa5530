// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.drawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.identity.ChannelBinding;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A relay that holds the server's own private key stands between client and server: it ends the
 * client's TLS as the server would, and passes every question on over a connection of its own.
 */
class RelayThroughSecondServerFailsTest {
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

  @Test
  void acceptsServerWithoutRelay() throws Exception {
    TlsLeg leg = TlsLeg.to(server.identity().keyManager());
    Bytes nonce = drawn(32);
    EvidenceDocument evidence = server.evidence(nonce, Optional.of(leg.serverExported()));

    ServerAppraisal appraisal =
        GenuineServer.verify(
            evidence,
            new ServerConnection(
                leg.shown(),
                nonce,
                Optional.of(leg.clientExported()),
                GenuineServer.activate(evidence, server.identity())),
            policy);

    assertThat(Attacks.refuted(appraisal.verdict())).isEmpty();
    assertThat(appraisal.isAccepted()).isTrue();
    assertThat(appraisal.level()).isEqualTo(1);
  }

  @Test
  void refusesEvidenceOfTheOtherConnection() throws Exception {
    Bytes first = drawn(32);
    Optional<TpmActivation> activation =
        GenuineServer.activate(server.evidence(first, Optional.empty()), server.identity());
    for (int i = 0; i < Attacks.TRIES; i++) {
      TlsLeg toVictim = TlsLeg.to(server.identity().keyManager());
      TlsLeg toServer = TlsLeg.to(server.identity().keyManager());
      Bytes nonce = drawn(32);

      ServerAppraisal appraisal =
          GenuineServer.verify(
              server.evidence(nonce, Optional.of(toServer.serverExported())),
              new ServerConnection(
                  toVictim.shown(), nonce, Optional.of(toVictim.clientExported()), activation),
              policy);

      Attacks.assertStoppedBy(appraisal, "channel");
    }
  }

  @Test
  void refusesBindingOfTheOtherConnection() throws Exception {
    Bytes receiptKey =
        Bound.parse(server.evidence(drawn(32), Optional.empty()).bound()).receiptKey();
    for (int i = 0; i < Attacks.TRIES; i++) {
      TlsLeg toVictim = TlsLeg.to(server.identity().keyManager());
      TlsLeg toServer = TlsLeg.to(server.identity().keyManager());
      Bytes nonce = drawn(32);
      ChannelBinding relayed =
          server.identity().bind(toServer.serverExported(), nonce, toServer.shown());

      assertThat(relayed.isBy(receiptKey)).as("a client that compares no channel").isTrue();
      assertThat(relayed.channel()).isNotEqualTo(toVictim.clientExported());
      assertThat(
              new ChannelBinding(
                      toVictim.clientExported(), nonce, relayed.evidence(), relayed.signature())
                  .isBy(receiptKey))
          .isFalse();
    }
  }
}
