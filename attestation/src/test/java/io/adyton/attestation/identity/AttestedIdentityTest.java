// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.collect.TpmAttester;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.tls.CertificateEvidence;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AttestedIdentityTest {
  private static final int MOST_BYTES = 16 << 10;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final Bytes NONCE = Bytes.of(new byte[32]);
  private static final Bytes CHANNEL = NONCE.digest("SHA-256");

  @RegisterExtension static final SwtpmExtension SWTPM = new SwtpmExtension();

  private final Unsteady attester = new Unsteady();

  @Test
  void carriesEvidenceForItsOwnKey() throws Exception {
    AttestedIdentity identity = identity(attester);
    X509Certificate certificate = identity.certificate();

    EvidenceDocument document =
        EvidenceDocument.parse(CertificateEvidence.read(certificate).orElseThrow());
    Bound bound = Bound.parse(document.bound());
    assertThat(bound.tlsKey())
        .isEqualTo(Bytes.of(certificate.getPublicKey().getEncoded()).digest("SHA-256"));
    assertThat(bound.certificate()).isEqualTo(CertificateEvidence.digestWithout(certificate));
    assertThat(bound.channel()).isEmpty();
    assertThat(bound.notAfter()).isEqualTo(NOW.plus(Duration.ofHours(24)));
    assertThat(certificate.getNotAfter().toInstant()).isEqualTo(bound.notAfter());
  }

  @Test
  void keepsCertificateWithTpmEvidenceWithinWhatEveryClientReads() throws Exception {
    try (TpmAttester tpm = TpmAttester.open(SWTPM.tpm().connect(), new SecureRandom())) {
      AttestedIdentity identity = identity(new Quoting(tpm));

      Bytes evidence = CertificateEvidence.read(identity.certificate()).orElseThrow();
      assertThat(identity.certificate().getEncoded().length).isLessThanOrEqualTo(MOST_BYTES);
      assertThat(((Submodule.Tpm) EvidenceDocument.parse(evidence).submodules().getFirst()).log())
          .as("log, which clients ask for by itself")
          .isEqualTo(Bytes.EMPTY);
    }
  }

  @Test
  void attestsConnectionMadeBeforeTheLastRotationAndNoOlderOne() throws Exception {
    AttestedIdentity identity = identity(attester);
    X509Certificate first = identity.certificate();
    identity.rotate();
    X509Certificate second = identity.certificate();

    assertThat(tlsKey(identity.evidence(NONCE, first, Optional.empty()))).isEqualTo(digest(first));
    assertThat(tlsKey(identity.evidence(NONCE, second, Optional.empty())))
        .isEqualTo(digest(second));
    assertThat(identity.bind(CHANNEL, NONCE, first).evidence())
        .isEqualTo(CertificateEvidence.read(first).orElseThrow().digest("SHA-256"));

    identity.rotate();

    assertThatExceptionOfType(CertificateRenewedException.class)
        .isThrownBy(() -> identity.evidence(NONCE, first, Optional.empty()));
    assertThatExceptionOfType(CertificateRenewedException.class)
        .isThrownBy(() -> identity.bind(CHANNEL, NONCE, first));
    assertThat(tlsKey(identity.evidence(NONCE, second, Optional.empty())))
        .isEqualTo(digest(second));
  }

  @Test
  void endsHandshakeWithTheIdentityItBeganWith() throws Exception {
    AttestedIdentity identity = identity(attester);
    var manager = identity.keyManager();
    String alias = manager.chooseServerAlias("EC", null, null);
    X509Certificate before = identity.certificate();

    identity.rotate();

    assertThat(manager.getCertificateChain(alias)).containsExactly(before);
    assertThat(manager.getPrivateKey(alias)).isNotNull();
    assertThat(manager.chooseServerAlias("EC", null, null)).isNotEqualTo(alias);

    identity.rotate();

    assertThat(manager.getCertificateChain(alias)).isNull();
    assertThat(manager.getPrivateKey(alias)).isNull();
  }

  @Test
  void drawsNewTlsKeyAndKeepsReceiptKeyAndBoot() throws Exception {
    AttestedIdentity identity = identity(attester);
    Bound before = bound(identity);

    identity.rotate();

    Bound after = bound(identity);
    assertThat(after.tlsKey()).isNotEqualTo(before.tlsKey());
    assertThat(after.receiptKey()).isEqualTo(before.receiptKey());
    assertThat(after.boot()).isEqualTo(before.boot());
    assertThat(bound(identity(attester)).receiptKey()).isNotEqualTo(before.receiptKey());
    assertThat(bound(identity(attester)).boot()).isNotEqualTo(before.boot());
  }

  @Test
  void keepsIdentityWhenTheMachineGivesNoEvidence() throws Exception {
    AttestedIdentity identity = identity(attester);
    X509Certificate certificate = identity.certificate();
    attester.gone = true;

    assertThatExceptionOfType(IOException.class).isThrownBy(identity::rotate);
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> identity.evidence(NONCE, certificate, Optional.empty()));
    assertThat(identity.certificate()).isEqualTo(certificate);

    attester.gone = false;
    assertThat(tlsKey(identity.evidence(NONCE, certificate, Optional.empty())))
        .isEqualTo(digest(certificate));
  }

  @Test
  void doesNotBeginWithoutEvidence() {
    attester.gone = true;

    assertThatExceptionOfType(IOException.class).isThrownBy(() -> identity(attester));
  }

  @Test
  void bindsChannelByTheReceiptKey() throws Exception {
    AttestedIdentity identity = identity(attester);
    Bytes receiptKey = bound(identity).receiptKey();

    ChannelBinding binding = identity.bind(CHANNEL, NONCE, identity.certificate());

    assertThat(binding.isBy(receiptKey)).isTrue();
    for (ChannelBinding other :
        List.of(
            new ChannelBinding(NONCE, NONCE, binding.evidence(), binding.signature()),
            new ChannelBinding(CHANNEL, CHANNEL, binding.evidence(), binding.signature()),
            new ChannelBinding(CHANNEL, NONCE, CHANNEL, binding.signature()),
            new ChannelBinding(CHANNEL, NONCE, binding.evidence(), Bytes.EMPTY))) {
      assertThat(other.isBy(receiptKey)).isFalse();
    }
    assertThat(binding.isBy(Bytes.EMPTY)).isFalse();
  }

  @Test
  void refusesNonceOfOtherLength() throws Exception {
    AttestedIdentity identity = identity(attester);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> identity.evidence(Bytes.EMPTY, identity.certificate(), Optional.empty()));
  }

  @Test
  void hasNoAnswerToChallengesWithoutTpm() throws Exception {
    assertThat(identity(attester).activate(NONCE, NONCE)).isEmpty();
  }

  private static AttestedIdentity identity(Attester attester) throws IOException {
    return AttestedIdentity.create(
        attester,
        new AttestedIdentity.Facts(
            List.of(new Bound.Model("smol", NONCE)),
            new Bound.Engine("libllama", "v0.5.0", NONCE),
            new Bound.Privacy(0, 0, "per-tenant")),
        new AttestedIdentity.Names(
            List.of("localhost"), List.of(InetAddress.ofLiteral("127.0.0.1"))),
        InstantSource.fixed(NOW),
        new SecureRandom());
  }

  private static Bound bound(AttestedIdentity identity) throws Exception {
    return Bound.parse(identity.evidence(NONCE, identity.certificate(), Optional.empty()).bound());
  }

  private static Bytes tlsKey(EvidenceDocument document) throws Exception {
    return Bound.parse(document.bound()).tlsKey();
  }

  private static Bytes digest(X509Certificate certificate) {
    return Bytes.of(certificate.getPublicKey().getEncoded()).digest("SHA-256");
  }

  /** A machine that can be gone. */
  private static final class Unsteady implements Attester {
    private final SimulatedAttester steady = new SimulatedAttester(Bytes.EMPTY);
    private boolean gone;

    @Override
    public int level() {
      return 0;
    }

    @Override
    public List<Submodule> attest(Anchor anchor) throws IOException {
      if (gone) {
        throw new IOException("the TPM is gone");
      }
      return steady.attest(anchor);
    }

    @Override
    public void close() {}
  }

  /** A TPM with a long log. */
  private record Quoting(TpmAttester tpm) implements Attester {
    @Override
    public int level() {
      return 1;
    }

    @Override
    public List<Submodule> attest(Anchor anchor) throws IOException {
      Quote quote = tpm.quote(anchor.value());
      return List.of(
          new Submodule.Tpm(
              quote,
              tpm.attestationKey(),
              tpm.endorsementCertificate().stream().toList(),
              Bytes.of(new byte[1 << 17])));
    }

    @Override
    public void close() {}
  }
}
