// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import io.adyton.provenance.json.CanonicalJson;
import io.adyton.provenance.json.CanonicalJson.Elements;
import io.adyton.provenance.json.CanonicalJson.Nothing;
import java.util.List;
import java.util.Set;

/**
 * A receipt and all it takes to verify it with no further question.
 *
 * @param receipt what was signed
 * @param evidence the document that names the key it was signed with
 */
public record ReceiptBundle(SignedReceipt receipt, Bytes evidence) {
  private static final int MAX_BYTES = 4 << 20;

  /** Writes the bundle. Manifests and certificates have their places and are not there yet. */
  public Bytes toBytes() {
    return CanonicalJson.object()
        .with("receipt", receipt.json())
        .with("evidence", StrictJson.unpaddedBase64Url(evidence))
        .with("manifest", new Nothing())
        .with("certificates", new Elements(List.of()))
        .toBytes();
  }

  /**
   * Reads a bundle.
   *
   * @throws MalformedEvidenceException if a member is missing, unknown, there twice or of another
   *     form
   */
  public static ReceiptBundle parse(Bytes bytes) throws MalformedEvidenceException {
    StrictJson json =
        StrictJson.object("bundle", bytes, MAX_BYTES)
            .only(Set.of("receipt", "evidence", "manifest", "certificates"));
    if (json.has("manifest") || !json.list("certificates").isEmpty()) {
      throw new MalformedEvidenceException(
          "bundle: expected no manifest and no certificates, which this version cannot read");
    }
    return new ReceiptBundle(
        SignedReceipt.read(json.object("receipt")), json.unpaddedBase64Url("evidence"));
  }
}
