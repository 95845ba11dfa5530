// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.identity.SigningKey;
import io.adyton.attestation.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * A policy under its author's signature, as an envelope of DSSE v1 with one Ed25519 signature. What
 * is signed is carried as bytes, so nothing is written anew before it is verified.
 */
public final class PolicyEnvelope {
  private static final String TYPE = "application/vnd.adyton.policy+json";
  private static final int MAX_BYTES = 2 << 20;

  private PolicyEnvelope() {}

  /** Returns whether a file looks like an envelope and not like a bare policy. */
  public static boolean isOne(Bytes file) {
    try {
      return StrictJson.object("policy", file, MAX_BYTES).has("payloadType");
    } catch (MalformedEvidenceException e) {
      return false;
    }
  }

  /** Signs a policy. */
  public static Bytes seal(Bytes policy, SigningKey author) {
    return Bytes.of(
        "{\"payloadType\":\"%s\",\"payload\":\"%s\",\"signatures\":[{\"keyid\":\"%s\",\"sig\":\"%s\"}]}"
            .formatted(
                TYPE,
                base64(policy),
                author.publicKey().digest("SHA-256").hex(),
                base64(author.sign(encoded(policy))))
            .getBytes(StandardCharsets.US_ASCII));
  }

  /**
   * Opens an envelope; nothing if no signature in it is by {@code author}.
   *
   * @param author SubjectPublicKeyInfo in DER
   * @throws MalformedEvidenceException if it is no envelope around a policy
   */
  public static Optional<Bytes> open(Bytes envelope, Bytes author)
      throws MalformedEvidenceException {
    StrictJson json =
        StrictJson.object("policy envelope", envelope, MAX_BYTES)
            .only(Set.of("payloadType", "payload", "signatures"));
    if (!json.text("payloadType").equals(TYPE)) {
      throw new MalformedEvidenceException("policy envelope: expected payloadType " + TYPE);
    }
    Bytes policy = json.paddedBase64("payload");
    for (StrictJson signature : json.list("signatures")) {
      signature.only(Set.of("keyid", "sig"));
      if (SigningKey.verifies(author, encoded(policy), signature.paddedBase64("sig"))) {
        return Optional.of(policy);
      }
    }
    return Optional.empty();
  }

  /** The pre-authentication encoding of DSSE v1. */
  private static Bytes encoded(Bytes policy) {
    String head = "DSSEv1 %d %s %d ".formatted(TYPE.length(), TYPE, policy.length());
    return Bytes.concat(Bytes.of(head.getBytes(StandardCharsets.US_ASCII)), policy);
  }

  private static String base64(Bytes bytes) {
    return Base64.getEncoder().encodeToString(bytes.toArray());
  }
}
