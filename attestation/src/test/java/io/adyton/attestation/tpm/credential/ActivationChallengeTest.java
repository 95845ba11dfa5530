// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.collect.TpmAttester;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import io.adyton.attestation.tpm.device.TpmException;
import io.adyton.attestation.tpm.device.TpmTools;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class ActivationChallengeTest {
  private static final Bytes TOOL_HEADER = Bytes.ofHex("badcc0de00000001");

  @RegisterExtension static final SwtpmExtension SWTPM = new SwtpmExtension();

  @TempDir Path directory;

  private final SecureRandom random = new SecureRandom();
  private final Appraisal appraisal = new Appraisal();

  @Test
  void isAnsweredByTheTpmOfBothKeys() throws Exception {
    try (TpmAttester attester = attester()) {
      var challenge =
          ActivationChallenge.make(endorsementKey(attester), attester.attestationKeyName(), random);

      assertThat(challenge.require(answer(attester, challenge.credential()), appraisal)).isTrue();
    }
  }

  @Test
  void refusesAnyOtherAnswer() throws Exception {
    var challenge = ActivationChallenge.make(foreignKey(), Bytes.ofHex("000b"), random);

    assertThat(challenge.require(Bytes.of(new byte[32]), appraisal)).isFalse();
    assertThat(challenge.require(Bytes.EMPTY, appraisal)).isFalse();
  }

  @Test
  void cannotBeAnsweredForAnotherEndorsementKey() throws Exception {
    try (TpmAttester attester = attester()) {
      var challenge = ActivationChallenge.make(foreignKey(), attester.attestationKeyName(), random);

      assertThatThrownBy(() -> answer(attester, challenge.credential()))
          .isInstanceOf(TpmException.class)
          .hasMessageStartingWith("TPM2_ActivateCredential: expected success");
    }
  }

  @Test
  void cannotBeAnsweredForAnotherAttestationKey() throws Exception {
    try (TpmAttester attester = attester()) {
      Bytes foreign = Bytes.concat(Bytes.ofHex("000b"), Bytes.of(new byte[32]));
      var challenge = ActivationChallenge.make(endorsementKey(attester), foreign, random);

      assertThatThrownBy(() -> answer(attester, challenge.credential()))
          .isInstanceOf(TpmException.class)
          .hasMessageEndingWith("parameter 1, an integrity value that does not verify");
    }
  }

  @Test
  void isAnsweredByToolsThatKnowNothingOfIt() throws Exception {
    TpmTools tools = new TpmTools(directory, SWTPM.tpm());
    tools.succeed("tpm2_createek", "-c", "ek.ctx", "-G", "rsa", "-u", "ek.pem", "-f", "pem");
    tools.succeed("tpm2_flushcontext", "-t");
    tools.succeed("tpm2_createak", "-C", "ek.ctx", "-c", "ak.ctx", "-G", "ecc", "-n", "ak.name");
    tools.succeed("tpm2_flushcontext", "-t");
    var challenge =
        ActivationChallenge.make(publicKey(tools.read("ek.pem")), tools.read("ak.name"), random);
    Credential credential = challenge.credential();
    tools.write(
        "credential",
        Bytes.concat(TOOL_HEADER, sized(credential.blob()), sized(credential.encryptedSeed())));

    tools.succeed("tpm2_startauthsession", "--policy-session", "-S", "session");
    tools.succeed("tpm2_policysecret", "-S", "session", "-c", "e");
    tools.succeed(
        "tpm2_activatecredential",
        "-c",
        "ak.ctx",
        "-C",
        "ek.ctx",
        "-i",
        "credential",
        "-o",
        "answer",
        "-P",
        "session:session");

    assertThat(challenge.require(tools.read("answer"), appraisal)).isTrue();
  }

  @Test
  void answersWhatToolsAsk() throws Exception {
    TpmTools tools = new TpmTools(directory, SWTPM.tpm());
    Bytes secret = Bytes.of(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
    tools.succeed("tpm2_createek", "-c", "ek.ctx", "-G", "rsa", "-u", "ek.pub");
    tools.write("secret", secret);
    try (TpmAttester attester = attester()) {
      tools.succeed(
          "tpm2_makecredential",
          "-T",
          "none",
          "-u",
          "ek.pub",
          "-s",
          "secret",
          "-n",
          attester.attestationKeyName().hex(),
          "-o",
          "credential");
      ByteReader reader = ByteReader.bigEndian("credential", tools.read("credential"));
      reader.skip("header", TOOL_HEADER.length());
      Bytes blob = reader.bytes("blob", reader.u16("blob size"));
      Bytes seed = reader.bytes("seed", reader.u16("seed size"));

      assertThat(attester.activate(blob, seed)).isEqualTo(secret);
    }
  }

  private TpmAttester attester() throws Exception {
    return TpmAttester.open(SWTPM.tpm().connect(), random);
  }

  private static Bytes answer(TpmAttester attester, Credential credential) throws Exception {
    return attester.activate(credential.blob(), credential.encryptedSeed());
  }

  private static RSAPublicKey endorsementKey(TpmAttester attester) throws Exception {
    return EndorsementCertificate.read(attester.endorsementCertificate().orElseThrow()).key();
  }

  private static RSAPublicKey foreignKey() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return (RSAPublicKey) generator.generateKeyPair().getPublic();
  }

  private static RSAPublicKey publicKey(Bytes pem) throws GeneralSecurityException {
    String text = new String(pem.toArray(), StandardCharsets.US_ASCII);
    byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    return (RSAPublicKey) KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der));
  }

  private static Bytes sized(Bytes value) {
    return Bytes.concat(
        Bytes.of(ByteBuffer.allocate(2).putShort((short) value.length()).array()), value);
  }
}
