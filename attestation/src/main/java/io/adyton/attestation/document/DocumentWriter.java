// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.json.StrictJson;
import java.nio.charset.StandardCharsets;

/** Writes evidence documents. */
final class DocumentWriter {
  private DocumentWriter() {}

  static Bytes write(EvidenceDocument document, int version) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("eat_profile", EvidenceDocument.PROFILE);
    json.put("eat_nonce", StrictJson.unpaddedBase64Url(document.nonce()));
    json.put("adyton_version", version);
    json.put("adyton_level", document.level());
    json.put("adyton_bound", StrictJson.unpaddedBase64Url(document.bound()));
    json.set("submods", SubmoduleWriter.write(document.submodules()));
    if (!document.collateral().parts().isEmpty()) {
      CollateralFormat.write(json.putObject(EvidenceDocument.COLLATERAL), document.collateral());
    }
    return Bytes.of(json.toString().getBytes(StandardCharsets.UTF_8));
  }
}
