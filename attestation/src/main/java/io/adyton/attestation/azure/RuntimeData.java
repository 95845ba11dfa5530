// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.azure;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The runtime data of an HCL report: what the paravisor says of the virtual machine.
 *
 * @param attestationKey the key with which the virtual TPM signs quotes
 * @param vmUniqueId the machine, as Azure names it
 * @param secureBoot whether secure boot is on, by the paravisor’s word
 * @param consoleEnabled whether the host can reach a console of the guest
 * @param userData 64 bytes the guest asked to have in the report; absent in older reports
 */
record RuntimeData(
    PublicKey attestationKey,
    String vmUniqueId,
    boolean secureBoot,
    boolean consoleEnabled,
    Optional<Bytes> userData) {
  private static final int MAX_BYTES = 32 << 10;
  private static final int USER_DATA_BYTES = 64;
  private static final String ATTESTATION_KEY = "HCLAkPub";

  static RuntimeData read(Bytes json) throws MalformedEvidenceException {
    StrictJson data = StrictJson.object("runtime data", json, MAX_BYTES);
    StrictJson configuration = data.object("vm-configuration");
    return new RuntimeData(
        attestationKey(data),
        configuration.text("vmUniqueId"),
        configuration.flag("secure-boot"),
        configuration.flag("console-enabled"),
        data.has("user-data")
            ? Optional.of(data.hex("user-data", USER_DATA_BYTES))
            : Optional.empty());
  }

  private static PublicKey attestationKey(StrictJson data) throws MalformedEvidenceException {
    List<StrictJson> keys = new ArrayList<>();
    for (StrictJson key : data.list("keys")) {
      if (key.text("kid").equals(ATTESTATION_KEY)) {
        keys.add(key);
      }
    }
    if (keys.size() != 1 || !keys.getFirst().text("kty").equals("RSA")) {
      throw new MalformedEvidenceException(
          "runtime data.keys: expected one RSA key '%s', found %d keys of that name"
              .formatted(ATTESTATION_KEY, keys.size()));
    }
    return rsa(keys.getFirst().lenientBase64Url("n"), keys.getFirst().lenientBase64Url("e"));
  }

  private static PublicKey rsa(Bytes modulus, Bytes exponent) throws MalformedEvidenceException {
    try {
      return KeyFactory.getInstance("RSA")
          .generatePublic(
              new RSAPublicKeySpec(
                  new BigInteger(1, modulus.toArray()), new BigInteger(1, exponent.toArray())));
    } catch (GeneralSecurityException e) {
      throw new MalformedEvidenceException("runtime data.keys: expected an RSA key", e);
    }
  }
}
