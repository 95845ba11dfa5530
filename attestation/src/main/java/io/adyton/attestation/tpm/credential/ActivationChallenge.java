// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.credential;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;

/**
 * A secret that only the TPM of one endorsement key can tell, and only if it also holds the
 * attestation key of one name.
 *
 * <p><b>Guarantees.</b> Whoever answers has access to a TPM that holds both keys at the time of the
 * answer. <b>Does not guarantee.</b> That the endorsement key belongs to a genuine TPM, which its
 * certificate tells, nor that the attestation key can only sign what the TPM made, which its
 * attributes tell. For one use. Immutable and thread-safe.
 */
public final class ActivationChallenge {
  private static final int SECRET_BYTES = 32;

  private final RSAPublicKey endorsementKey;
  private final Bytes attestationKeyName;
  private final Bytes secret;
  private final Credential credential;

  private ActivationChallenge(
      RSAPublicKey endorsementKey, Bytes attestationKeyName, Bytes secret, Credential credential) {
    this.endorsementKey = endorsementKey;
    this.attestationKeyName = attestationKeyName;
    this.secret = secret;
    this.credential = credential;
  }

  /**
   * Draws a secret and encrypts it.
   *
   * @param endorsementKey an endorsement key of the default template for RSA 2048, from a
   *     certificate that has been verified
   * @param attestationKeyName the name computed from the public area that verified the quote
   */
  public static ActivationChallenge make(
      RSAPublicKey endorsementKey, Bytes attestationKeyName, SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    Bytes drawn = Bytes.of(secret);
    return new ActivationChallenge(
        endorsementKey,
        attestationKeyName,
        drawn,
        Credential.make(endorsementKey, attestationKeyName, drawn, random));
  }

  /** Returns whether the challenge was made for these keys, so that its answer speaks of them. */
  public boolean isFor(RSAPublicKey otherEndorsementKey, Bytes otherAttestationKeyName) {
    return endorsementKey.equals(otherEndorsementKey)
        && attestationKeyName.equals(otherAttestationKeyName);
  }

  /** Returns what the other side is sent. */
  public Credential credential() {
    return credential;
  }

  /** Records whether the answer is the secret; neither is shown. */
  public boolean require(Bytes answer, Appraisal appraisal) {
    boolean answered = secret.equals(answer);
    return appraisal.require(
        "tpm.attestation-key-activated",
        Reason.CHAIN,
        Source.HARDWARE_PROVEN,
        answered,
        "the secret that only the TPM of this endorsement key can decrypt",
        answered ? "that secret" : "another value of %d bytes".formatted(answer.length()));
  }
}
