// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.drawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.tls.CertificateEvidence;
import io.adyton.attestation.tls.TlsIdentity;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import io.adyton.attestation.x509.TestAuthority;
import io.adyton.attestation.x509.TestAuthority.Shape;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Genuine evidence in or beside a certificate that it was not made for. */
class TransplantedEvidenceIsRejectedTest {
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
  void refusesEvidenceInsideAnAttackersCertificate() throws Exception {
    Bytes nonce = drawn(32);
    EvidenceDocument genuine = server.evidence(nonce, Optional.empty());
    Optional<TpmActivation> activation = GenuineServer.activate(genuine, server.identity());
    for (int i = 0; i < Attacks.TRIES; i++) {
      X509Certificate certificate = carrying(genuine).certificate();
      assertThat(CertificateEvidence.read(certificate)).contains(genuine.toBytes());

      ServerAppraisal appraisal =
          GenuineServer.verify(
              genuine,
              new ServerConnection(certificate, nonce, Optional.empty(), activation),
              policy);

      Attacks.assertStoppedBy(appraisal, "keys", "certificate");
    }
  }

  @Test
  void refusesEvidenceOfTheSameKeyUnderOtherNames() throws Exception {
    Bytes nonce = drawn(32);
    EvidenceDocument genuine = server.evidence(nonce, Optional.empty());
    Optional<TpmActivation> activation = GenuineServer.activate(genuine, server.identity());
    TestAuthority attacker = TestAuthority.root("CN=Attacker");
    KeyPair stolen = new KeyPair(server.identity().certificate().getPublicKey(), null);
    for (int i = 0; i < Attacks.TRIES; i++) {
      X509Certificate certificate = attacker.leaf("CN=Adyton", stolen, Shape.LEAF.withSerial(i));

      ServerAppraisal appraisal =
          GenuineServer.verify(
              genuine,
              new ServerConnection(certificate, nonce, Optional.empty(), activation),
              policy);

      Attacks.assertStoppedBy(appraisal, "certificate");
    }
  }

  @Test
  void refusesBoundRewrittenForAnAttackersCertificate() throws Exception {
    Bytes nonce = drawn(32);
    EvidenceDocument genuine = server.evidence(nonce, Optional.empty());
    Optional<TpmActivation> activation = GenuineServer.activate(genuine, server.identity());
    for (int i = 0; i < Attacks.TRIES; i++) {
      TlsIdentity attacker = carrying(genuine);
      EvidenceDocument rewritten =
          new EvidenceDocument(
              nonce,
              genuine.level(),
              boundTo(attacker, Bound.parse(genuine.bound())).toBytes(),
              genuine.submodules());

      ServerAppraisal appraisal =
          GenuineServer.verify(
              rewritten,
              new ServerConnection(attacker.certificate(), nonce, Optional.empty(), activation),
              policy);

      Attacks.assertStoppedBy(appraisal, "tpm.nonce");
    }
  }

  private static TlsIdentity carrying(EvidenceDocument evidence) throws Exception {
    return TlsIdentity.withEvidence(
        List.of("localhost"),
        List.of(),
        GenuineServer.NOW,
        Duration.ofHours(1),
        facts -> Optional.of(evidence.toBytes()));
  }

  private static Bound boundTo(TlsIdentity attacker, Bound genuine) {
    return new Bound(
        attacker.facts().publicKey(),
        genuine.receiptKey(),
        genuine.logKey(),
        attacker.facts().certificate(),
        genuine.channel(),
        genuine.devices(),
        genuine.models(),
        genuine.engine(),
        genuine.privacy(),
        genuine.boot(),
        genuine.notAfter());
  }
}
