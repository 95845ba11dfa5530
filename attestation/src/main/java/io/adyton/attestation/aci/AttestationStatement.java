// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.aci;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Anchor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the quote commits to (section 3.2).
 *
 * @param keysetDigest as {@link WorkloadKeyset#digest} returns it
 * @param nonce the caller's, 32 bytes; without one the report says nothing of its age
 */
public record AttestationStatement(String keysetDigest, Optional<Bytes> nonce) {
  private static final String PURPOSE = "aci.report_data.v1";

  /** Returns the statement in its exact bytes. */
  Bytes toBytes() {
    String quoted = nonce.map(bytes -> '"' + bytes.hex() + '"').orElse("null");
    String statement =
        "{\"keyset_digest\":\"%s\",\"nonce\":%s,\"purpose\":\"%s\"}"
            .formatted(keysetDigest, quoted, PURPOSE);
    return Bytes.of(statement.getBytes(StandardCharsets.US_ASCII));
  }

  /** Returns the first 32 bytes of the quote's report data; zeros follow. */
  public Bytes reportData() {
    return toBytes().digest("SHA-256");
  }

  /** Returns what the machine is asked to sign. */
  public Anchor anchor() {
    return Anchor.ofDigest(reportData());
  }
}
