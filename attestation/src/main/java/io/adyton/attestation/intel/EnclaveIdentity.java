// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import java.util.List;

/**
 * What a genuine quoting enclave looks like.
 *
 * @param miscSelect 4 bytes, under {@code miscSelectMask}
 * @param miscSelectMask bits that count
 * @param attributes 16 bytes, under {@code attributesMask}
 * @param attributesMask bits that count
 * @param mrSigner 32 bytes
 * @param isvProdId product number
 * @param levels by falling security version
 */
record EnclaveIdentity(
    Bytes miscSelect,
    Bytes miscSelectMask,
    Bytes attributes,
    Bytes attributesMask,
    Bytes mrSigner,
    int isvProdId,
    List<SvnLevel> levels) {
  EnclaveIdentity {
    levels = List.copyOf(levels);
  }

  static EnclaveIdentity of(StrictJson json) throws MalformedEvidenceException {
    return new EnclaveIdentity(
        json.hex("miscselect", 4),
        json.hex("miscselectMask", 4),
        json.hex("attributes", 16),
        json.hex("attributesMask", 16),
        json.hex("mrsigner", 32),
        json.number("isvprodid", 0xffff),
        SvnLevel.listOf(json));
  }

  boolean describes(SgxReport report) {
    return mrSigner.equals(report.mrSigner())
        && isvProdId == report.isvProdId()
        && Masked.equal(miscSelect, report.miscSelect(), miscSelectMask)
        && Masked.equal(attributes, report.attributes(), attributesMask);
  }
}
