// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import java.util.List;

/**
 * A TDX module.
 *
 * @param id such as {@code TDX_01}
 * @param mrSigner 48 bytes, zero for Intel
 * @param attributes 8 bytes, under {@code attributesMask}
 * @param attributesMask bits that count
 * @param levels by falling version; none for the module of version 0
 */
record TdxModule(
    String id, Bytes mrSigner, Bytes attributes, Bytes attributesMask, List<SvnLevel> levels) {
  static TdxModule of(String id, StrictJson json, List<SvnLevel> levels)
      throws MalformedEvidenceException {
    return new TdxModule(
        id,
        json.hex("mrsigner", 48),
        json.hex("attributes", 8),
        json.hex("attributesMask", 8),
        levels);
  }

  boolean describes(TdReport report) {
    return mrSigner.equals(report.mrSignerSeam())
        && Masked.equal(attributes, report.seamAttributes(), attributesMask);
  }
}
