// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.credential;

import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import javax.crypto.spec.SecretKeySpec;

/**
 * What TPM2_ActivateCredential takes (TPM 2.0 Library Specification, part 1, section 24).
 *
 * @param blob TPM2B_ID_OBJECT without its length
 * @param encryptedSeed TPM2B_ENCRYPTED_SECRET without its length
 */
public record Credential(Bytes blob, Bytes encryptedSeed) {
  private static final int SEED_BYTES = 32;
  private static final int AES_BITS = 128;
  private static final int HMAC_BITS = 256;
  private static final String HMAC = "HmacSHA256";
  private static final byte[] ZERO_IV = new byte[16];
  private static final OAEPParameterSpec IDENTITY =
      new OAEPParameterSpec(
          "SHA-256",
          "MGF1",
          MGF1ParameterSpec.SHA256,
          new PSource.PSpecified("IDENTITY\0".getBytes(StandardCharsets.US_ASCII)));

  static Credential make(
      RSAPublicKey endorsementKey, Bytes name, Bytes secret, SecureRandom random) {
    byte[] seed = new byte[SEED_BYTES];
    random.nextBytes(seed);
    try {
      Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
      oaep.init(Cipher.ENCRYPT_MODE, endorsementKey, IDENTITY, random);
      Bytes encryptedSeed = Bytes.of(oaep.doFinal(seed));

      Cipher aes = Cipher.getInstance("AES/CFB/NoPadding");
      byte[] key = derive(seed, "STORAGE", name, AES_BITS);
      aes.init(
          Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(ZERO_IV), random);
      Bytes identity =
          Bytes.of(aes.doFinal(ByteWriter.bigEndian().sized16(secret).toBytes().toArray()));

      Mac mac = mac(derive(seed, "INTEGRITY", Bytes.EMPTY, HMAC_BITS));
      Bytes integrity = Bytes.of(mac.doFinal(Bytes.concat(identity, name).toArray()));
      return new Credential(
          ByteWriter.bigEndian().sized16(integrity).bytes(identity).toBytes(), encryptedSeed);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("expected an RSA key that can encrypt", e);
    }
  }

  /** KDFa of part 1, section 11.4.10.2, for at most one block. */
  private static byte[] derive(byte[] seed, String label, Bytes context, int bits)
      throws GeneralSecurityException {
    Mac mac = mac(seed);
    mac.update(ByteWriter.bigEndian().u32(1).toBytes().toArray());
    mac.update((label + "\0").getBytes(StandardCharsets.US_ASCII));
    mac.update(context.toArray());
    mac.update(ByteWriter.bigEndian().u32(bits).toBytes().toArray());
    return Bytes.of(mac.doFinal()).slice(0, bits / Byte.SIZE).toArray();
  }

  private static Mac mac(byte[] key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(HMAC);
    mac.init(new SecretKeySpec(key, HMAC));
    return mac;
  }
}
