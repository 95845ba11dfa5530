// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import java.time.Instant;
import java.util.Set;

/**
 * A document of the provisioning certification service with its signature, nothing believed yet.
 *
 * @param signed the exact bytes of the JSON value, which are under the signature
 * @param signature r and s, 32 bytes each
 * @param content the value
 * @param id what the document is for
 * @param version of the format
 * @param issued start of its validity
 * @param nextUpdate end of its validity
 */
record SignedDocument(
    Bytes signed,
    Bytes signature,
    StrictJson content,
    String id,
    int version,
    Instant issued,
    Instant nextUpdate) {
  private static final int MAX_BYTES = 1 << 20;

  /** Reads a response that holds one member {@code name} and its signature. */
  static SignedDocument of(String name, Bytes response) throws MalformedEvidenceException {
    StrictJson json = StrictJson.object(name, response, MAX_BYTES).only(Set.of(name, "signature"));
    StrictJson content = json.object(name);
    return new SignedDocument(
        StrictJson.exactValue(name, response, name),
        json.hex("signature", 64),
        content,
        content.text("id"),
        content.number("version", 99),
        content.time("issueDate"),
        content.time("nextUpdate"));
  }
}
