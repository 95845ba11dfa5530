// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The keys in BOUND: each id once, two that must be there, and one that may be. */
record BoundKeys(Bytes tls, Bytes receipt, Optional<Bytes> log) {
  private static final int SHA256_BYTES = 32;
  private static final int ED25519_SPKI_BYTES = 44;

  static BoundKeys read(List<StrictJson> keys) throws MalformedEvidenceException {
    Map<String, Bytes> byId = new HashMap<>();
    for (StrictJson key : keys) {
      String id = key.text("id");
      Bytes value =
          switch (id) {
            case "tls" -> {
              key.only(Set.of("id", "kind", "value"));
              demand(key.text("kind").equals("spki-sha256"), "a TLS key of kind spki-sha256");
              yield key.unpaddedBase64Url("value", SHA256_BYTES);
            }
            case "receipt", "log" -> {
              key.only(Set.of("id", "alg", "spki"));
              demand(key.text("alg").equals("EdDSA"), "a %s key of algorithm EdDSA".formatted(id));
              yield key.unpaddedBase64Url("spki", ED25519_SPKI_BYTES);
            }
            default ->
                throw new MalformedEvidenceException(
                    "bound.keys: expected the ids tls, receipt and log, found another");
          };
      demand(byId.put(id, value) == null, "each id once");
    }
    return new BoundKeys(
        there(byId, "tls"), there(byId, "receipt"), Optional.ofNullable(byId.get("log")));
  }

  private static Bytes there(Map<String, Bytes> byId, String id) throws MalformedEvidenceException {
    Bytes value = byId.get(id);
    if (value == null) {
      throw new MalformedEvidenceException("bound.keys: expected a key '" + id + "', found none");
    }
    return value;
  }

  private static void demand(boolean holds, String expected) throws MalformedEvidenceException {
    if (!holds) {
      throw new MalformedEvidenceException("bound.keys: expected " + expected);
    }
  }
}
