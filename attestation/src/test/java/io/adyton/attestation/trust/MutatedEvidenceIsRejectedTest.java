// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.drawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Genuine evidence of a TPM in which one byte is another: every byte, or a sample of them. */
class MutatedEvidenceIsRejectedTest {
  private static final int STRIDE = Boolean.getBoolean("adyton.test.full") ? 1 : 7;

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
  void refusesEveryChangeOfWhatIsSigned() throws Exception {
    Bytes nonce = drawn(32);
    EvidenceDocument genuine = server.evidence(nonce, Optional.empty());
    ServerConnection connection =
        new ServerConnection(
            server.identity().certificate(),
            nonce,
            Optional.empty(),
            GenuineServer.activate(genuine, server.identity()));
    assertThat(GenuineServer.verify(genuine, connection, policy).isAccepted()).isTrue();
    byte[] bytes = genuine.toBytes().toArray();
    Random random = new Random(4);
    for (int i = random.nextInt(STRIDE); i < bytes.length; i += STRIDE) {
      byte before = bytes[i];
      bytes[i] ^= (byte) (1 + random.nextInt(255));

      ServerAppraisal appraisal =
          new ServerVerifier().verify(Bytes.of(bytes), connection, GenuineServer.NOW, policy);

      if (appraisal.isAccepted()) {
        assertThat(signed(appraisal.document().orElseThrow()))
            .as("byte %d", i)
            .isEqualTo(signed(genuine));
      }
      bytes[i] = before;
    }
  }

  /** A log has parts that nobody signs, such as its header; what it says of us is signed. */
  private static Signed signed(EvidenceDocument document) throws Exception {
    Submodule.Tpm tpm = (Submodule.Tpm) document.submodules().getFirst();
    return new Signed(
        document.anchor().value(),
        tpm.quote().message(),
        tpm.quote().pcrs().toString(),
        tpm.attestationKey(),
        MeasuredStart.last(tpm.log()));
  }

  private record Signed(
      Bytes anchor, Bytes message, String registers, Bytes key, MeasuredStart start) {}
}
