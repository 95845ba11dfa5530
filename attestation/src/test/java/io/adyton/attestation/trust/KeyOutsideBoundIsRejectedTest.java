// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.drawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.ChannelBinding;
import io.adyton.attestation.identity.SigningKey;
import io.adyton.attestation.identity.SimulatedAttester;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Keys that are at work but not among those that the evidence is bound to. */
class KeyOutsideBoundIsRejectedTest {
  private final TrustPolicy policy = TrustPolicy.DEFAULT.acceptingSimulated();
  private final AttestedIdentity identity;

  KeyOutsideBoundIsRejectedTest() throws Exception {
    identity = GenuineServer.identity(new SimulatedAttester(Bytes.EMPTY));
  }

  @Test
  void refusesBindingByAnotherReceiptKey() throws Exception {
    Bytes bound =
        Bound.parse(identity.evidence(drawn(32), identity.certificate(), Optional.empty()).bound())
            .receiptKey();
    for (int i = 0; i < Attacks.TRIES; i++) {
      SigningKey foreign = SigningKey.generate();
      Bytes channel = drawn(32);
      Bytes nonce = drawn(32);
      ChannelBinding genuine = identity.bind(channel, nonce, identity.certificate());
      ChannelBinding forged =
          new ChannelBinding(
              channel,
              nonce,
              genuine.evidence(),
              foreign.sign(ChannelBinding.message(channel, nonce, genuine.evidence())));

      assertThat(genuine.isBy(bound)).isTrue();
      assertThat(forged.isBy(bound)).isFalse();
      assertThat(forged.isBy(foreign.publicKey())).as("a client that takes any key").isTrue();
    }
  }

  @Test
  void refusesTlsKeyOfARotationThatTheEvidenceDoesNotName() throws Exception {
    for (int i = 0; i < Attacks.TRIES; i++) {
      Bytes nonce = drawn(32);
      EvidenceDocument evidence =
          identity.evidence(nonce, identity.certificate(), Optional.empty());
      identity.rotate();

      ServerAppraisal appraisal =
          GenuineServer.verify(
              evidence,
              new ServerConnection(
                  identity.certificate(), nonce, Optional.empty(), Optional.empty()),
              policy);

      Attacks.assertStoppedBy(appraisal, "keys", "certificate");
    }
  }
}
