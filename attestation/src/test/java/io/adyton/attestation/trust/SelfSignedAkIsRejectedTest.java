// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.RANDOM;
import static io.adyton.attestation.trust.GenuineServer.drawn;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.Attester;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tpm.ObjectAttributes;
import io.adyton.attestation.tpm.TpmKey;
import io.adyton.attestation.tpm.TpmsAttest;
import io.adyton.attestation.tpm.TpmtPublic;
import io.adyton.attestation.tpm.TpmtPublic.Scheme;
import io.adyton.attestation.tpm.TpmtSignature;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import io.adyton.attestation.x509.TestAuthority;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A key in software signs what looks like the quote of a genuine TPM that measured everything. */
class SelfSignedAkIsRejectedTest {
  @RegisterExtension static final SwtpmExtension SWTPM = new SwtpmExtension();
  @RegisterExtension static final SwtpmExtension UNKNOWN_MAKER = new SwtpmExtension();

  private static GenuineServer genuine;
  private static GenuineServer stranger;
  private static TrustPolicy policy;

  @BeforeAll
  static void start(@TempDir Path first, @TempDir Path second) throws Exception {
    genuine = GenuineServer.start(SWTPM.tpm(), first);
    stranger = GenuineServer.start(UNKNOWN_MAKER.tpm(), second);
    policy = GenuineServer.policy(SWTPM.tpm());
  }

  @AfterAll
  static void stop() throws Exception {
    for (GenuineServer server : new GenuineServer[] {genuine, stranger}) {
      if (server != null) {
        server.close();
      }
    }
  }

  @Test
  void refusesKeyWhoseChallengeNobodyCanAnswer() throws Exception {
    AttestedIdentity attacker = GenuineServer.identity(new Forger(template()));
    for (int i = 0; i < Attacks.TRIES; i++) {
      Bytes nonce = drawn(32);
      EvidenceDocument forged = forged(attacker, nonce);
      TpmActivation guessed =
          new TpmActivation(
              TpmActivation.challenge((Submodule.Tpm) forged.submodules().getFirst(), RANDOM)
                  .orElseThrow(),
              drawn(32));

      ServerAppraisal appraisal = verify(attacker, forged, nonce, Optional.of(guessed));

      Attacks.assertStoppedBy(appraisal, "tpm.attestation-key-activated");
    }
  }

  @Test
  void refusesKeyThatWasNeverChallenged() throws Exception {
    AttestedIdentity attacker = GenuineServer.identity(new Forger(template()));
    for (int i = 0; i < Attacks.TRIES; i++) {
      Bytes nonce = drawn(32);

      ServerAppraisal appraisal =
          verify(attacker, forged(attacker, nonce), nonce, Optional.empty());

      Attacks.assertStoppedBy(appraisal, "tpm.attestation-key-activated");
    }
  }

  @Test
  void refusesKeyBehindTheActivationOfAnother() throws Exception {
    AttestedIdentity attacker = GenuineServer.identity(new Forger(template()));
    Optional<TpmActivation> ofGenuineKey =
        GenuineServer.activate(genuine.evidence(drawn(32), Optional.empty()), genuine.identity());
    for (int i = 0; i < Attacks.TRIES; i++) {
      Bytes nonce = drawn(32);

      ServerAppraisal appraisal = verify(attacker, forged(attacker, nonce), nonce, ofGenuineKey);

      Attacks.assertStoppedBy(appraisal, "tpm.challenged-keys");
    }
  }

  @Test
  void refusesTpmOfAMakerNobodyTrusts() throws Exception {
    Optional<TpmActivation> activation =
        GenuineServer.activate(stranger.evidence(drawn(32), Optional.empty()), stranger.identity());
    for (int i = 0; i < Attacks.TRIES; i++) {
      Bytes nonce = drawn(32);

      ServerAppraisal appraisal =
          verify(
              stranger.identity(), stranger.evidence(nonce, Optional.empty()), nonce, activation);

      Attacks.assertStoppedBy(appraisal, "tpm.ek.path");
    }
  }

  private static Submodule.Tpm template() throws Exception {
    return (Submodule.Tpm) genuine.evidence(drawn(32), Optional.empty()).submodules().getFirst();
  }

  private static EvidenceDocument forged(AttestedIdentity attacker, Bytes nonce) throws Exception {
    return attacker.evidence(nonce, attacker.certificate(), Optional.empty());
  }

  private static ServerAppraisal verify(
      AttestedIdentity shown,
      EvidenceDocument evidence,
      Bytes nonce,
      Optional<TpmActivation> activation) {
    return GenuineServer.verify(
        evidence,
        new ServerConnection(shown.certificate(), nonce, Optional.empty(), activation),
        policy);
  }

  /** Copies what a genuine TPM said once, and signs it for any anchor with a key in software. */
  private record Forger(Submodule.Tpm copied, KeyPair key) implements Attester {
    private static final int COORDINATE_BYTES = 32;

    Forger(Submodule.Tpm copied) {
      this(copied, TestAuthority.ellipticCurve("secp256r1"));
    }

    @Override
    public int level() {
      return 1;
    }

    @Override
    public List<Submodule> attest(Anchor anchor) throws IOException {
      try {
        TpmsAttest said = TpmsAttest.read(copied.quote().message());
        Bytes message =
            new TpmsAttest(
                    said.qualifiedSigner(),
                    anchor.value(),
                    said.clock(),
                    said.resetCount(),
                    said.restartCount(),
                    said.safe(),
                    said.firmwareVersion(),
                    said.pcrSelect(),
                    said.pcrDigest())
                .toBytes();
        return List.of(
            new Submodule.Tpm(
                new Quote(message, Optional.of(sign(message)), copied.quote().pcrs()),
                publicArea(),
                copied.endorsementCertificates(),
                copied.log()));
      } catch (MalformedEvidenceException | GeneralSecurityException e) {
        throw new IOException(e);
      }
    }

    private Bytes sign(Bytes message) throws GeneralSecurityException, MalformedEvidenceException {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key.getPrivate());
      signature.update(message.toArray());
      ByteReader halves = ByteReader.bigEndian("signature", Bytes.of(signature.sign()));
      return new TpmtSignature.Ecdsa(
              HashAlgorithm.SHA256,
              halves.bytes("r", COORDINATE_BYTES),
              halves.bytes("s", COORDINATE_BYTES))
          .toBytes();
    }

    private Bytes publicArea() {
      ECPublicKey point = (ECPublicKey) key.getPublic();
      return new TpmtPublic(
              HashAlgorithm.SHA256,
              ObjectAttributes.SIGNING,
              Bytes.EMPTY,
              Optional.empty(),
              Optional.of(Scheme.ECDSA_SHA256),
              new TpmKey.Ecc(
                  TpmKey.Curve.P256,
                  coordinate(point.getW().getAffineX()),
                  coordinate(point.getW().getAffineY())))
          .toBytes();
    }

    private static Bytes coordinate(BigInteger value) {
      return Bytes.ofHex("%064x".formatted(value));
    }

    @Override
    public void close() {}
  }
}
