// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.identity.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyEnvelopeTest {
  private static final String TYPE = "application/vnd.adyton.policy+json";
  private static final Bytes POLICY = utf8("{\"adyton_policy\":1,\"serial\":3,\"min_level\":1}");

  private final SigningKey author = SigningKey.generate();
  private final SigningKey other = SigningKey.generate();

  @Test
  void opensForItsAuthorAndForNobodyElse() throws Exception {
    Bytes envelope = PolicyEnvelope.seal(POLICY, author);

    assertThat(PolicyEnvelope.open(envelope, author.publicKey())).contains(POLICY);
    assertThat(PolicyEnvelope.open(envelope, other.publicKey())).isEmpty();
    assertThat(PolicyEnvelope.open(envelope, Bytes.EMPTY)).isEmpty();
  }

  @Test
  void tellsEnvelopesFromBarePolicies() {
    assertThat(PolicyEnvelope.isOne(PolicyEnvelope.seal(POLICY, author))).isTrue();
    assertThat(PolicyEnvelope.isOne(POLICY)).isFalse();
    assertThat(PolicyEnvelope.isOne(utf8("no JSON"))).isFalse();
  }

  @Test
  void signsThePreAuthenticationEncodingOfDsse() throws Exception {
    Bytes signed = utf8("DSSEv1 34 " + TYPE + " " + POLICY.length() + " ");

    Bytes envelope = envelope(TYPE, POLICY, author.sign(Bytes.concat(signed, POLICY)));

    assertThat(PolicyEnvelope.open(envelope, author.publicKey())).contains(POLICY);
  }

  @Test
  void refusesSignatureOverThePolicyAlone() throws Exception {
    Bytes envelope = envelope(TYPE, POLICY, author.sign(POLICY));

    assertThat(PolicyEnvelope.open(envelope, author.publicKey())).isEmpty();
  }

  @Test
  void takesTheAuthorsSignatureAmongOthers() throws Exception {
    String mine = signature(author);
    String theirs = signature(other);

    for (String signatures :
        new String[] {mine + "," + theirs, theirs + "," + mine, mine + "," + mine}) {
      assertThat(PolicyEnvelope.open(envelope(signatures), author.publicKey())).contains(POLICY);
    }
    assertThat(PolicyEnvelope.open(envelope(theirs + "," + theirs), author.publicKey())).isEmpty();
    assertThat(PolicyEnvelope.open(envelope(""), author.publicKey())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/vnd.in-toto+json",
        "application/vnd.adyton.policy+json;v=2",
        "APPLICATION/vnd.adyton.policy+json",
        ""
      })
  void refusesOtherPayloadTypeEvenWhenSigned(String type) {
    Bytes signed = utf8("DSSEv1 %d %s %d ".formatted(type.length(), type, POLICY.length()));

    refuses(envelope(type, POLICY, author.sign(Bytes.concat(signed, POLICY))));
  }

  @Test
  void refusesOtherMembersAndSecondSpellings() {
    String envelope = text(PolicyEnvelope.seal(POLICY, author));

    refuses(utf8(envelope.replace("\"payload\":", "\"x\":1,\"payload\":")));
    refuses(utf8(envelope.replace("\"payload\":", "\"payload\":\"\",\"payload\":")));
    refuses(utf8(envelope.replace("\"keyid\":", "\"x\":1,\"keyid\":")));
    refuses(utf8(envelope.replaceFirst("=+\"", "\"")));
    refuses(utf8(envelope + " {}"));
    refuses(utf8(envelope.substring(0, envelope.length() - 1)));
  }

  /** Bytes that may change without changing what is signed: the hint which key signed. */
  @Test
  void refusesEveryOtherByteInEveryPlaceButTheKeyHint() {
    byte[] genuine = PolicyEnvelope.seal(POLICY, author).toArray();
    int hint = text(Bytes.of(genuine)).indexOf(author.publicKey().digest("SHA-256").hex());
    for (int place = 0; place < genuine.length; place++) {
      boolean inHint = place >= hint && place < hint + 64;
      for (int change = 1; change < 256 && !inHint; change++) {
        byte[] changed = genuine.clone();
        changed[place] ^= (byte) change;

        assertThat(opened(Bytes.of(changed)))
            .as("byte %d changed by %d", place, change)
            .isNotPresent();
      }
    }
  }

  private Optional<Bytes> opened(Bytes envelope) {
    try {
      return PolicyEnvelope.open(envelope, author.publicKey());
    } catch (MalformedEvidenceException e) {
      return Optional.empty();
    }
  }

  private void refuses(Bytes envelope) {
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> PolicyEnvelope.open(envelope, author.publicKey()));
  }

  private static String signature(SigningKey key) {
    String envelope = text(PolicyEnvelope.seal(POLICY, key));
    return envelope.substring(envelope.indexOf('[') + 1, envelope.lastIndexOf(']'));
  }

  private static Bytes envelope(String signatures) {
    return utf8(
        "{\"payloadType\":\"%s\",\"payload\":\"%s\",\"signatures\":[%s]}"
            .formatted(TYPE, base64(POLICY), signatures));
  }

  private static Bytes envelope(String type, Bytes payload, Bytes signature) {
    return utf8(
        "{\"payloadType\":\"%s\",\"payload\":\"%s\",\"signatures\":[{\"keyid\":\"\",\"sig\":\"%s\"}]}"
            .formatted(type, base64(payload), base64(signature)));
  }

  private static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray());
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.US_ASCII);
  }
}
