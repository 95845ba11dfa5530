// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.aci;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adyton.attestation.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/**
 * The keys of a workload (section 3.1). There are none for receipts or for encryption beyond TLS.
 *
 * @param notAfter when verifiers stop accepting it, in whole seconds
 * @param tlsKeys SHA-256 of each TLS key's SubjectPublicKeyInfo
 */
public record WorkloadKeyset(Instant notAfter, List<Bytes> tlsKeys) {
  /** Copies the list. */
  public WorkloadKeyset {
    tlsKeys = List.copyOf(tlsKeys);
  }

  /** Returns the keyset; its members stand in the order of RFC 8785. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.putArray("e2ee_public_keys");
    json.put("not_after", notAfter.getEpochSecond());
    json.putArray("receipt_signing_keys");
    json.putNull("subject");
    var keys = json.putArray("tls_public_keys");
    tlsKeys.forEach(key -> keys.addObject().put("spki_sha256", key.hex()));
    return json;
  }

  /** Returns {@code sha256:} and the digest of the canonical form (RFC 8785), in hexadecimal. */
  public String digest() {
    Bytes canonical = Bytes.of(json().toString().getBytes(StandardCharsets.US_ASCII));
    return "sha256:" + canonical.digest("SHA-256").hex();
  }
}
