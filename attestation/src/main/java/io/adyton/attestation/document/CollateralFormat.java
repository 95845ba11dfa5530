// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Collateral.Part;
import io.adyton.attestation.json.StrictJson;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Writes and reads collateral as a collection of conceptual messages (RFC 9999). */
final class CollateralFormat {
  private static final String TYPE_MEMBER = "__cmwc_t";
  private static final String TYPE = "tag:adyton.io,2026:collateral#1";

  private CollateralFormat() {}

  static void write(ObjectNode json, Collateral collateral) {
    json.put(TYPE_MEMBER, TYPE);
    collateral
        .parts()
        .forEach(
            (part, value) ->
                json.putArray(part.label())
                    .add(part.mediaType())
                    .add(StrictJson.unpaddedBase64Url(value))
                    .add(part.indicator()));
  }

  static Collateral read(StrictJson json) throws MalformedEvidenceException {
    if (!json.text(TYPE_MEMBER).equals(TYPE)) {
      throw new MalformedEvidenceException("evidence.adyton_collateral: expected type " + TYPE);
    }
    Map<Part, Bytes> parts = new EnumMap<>(Part.class);
    for (String name : json.names()) {
      if (!name.equals(TYPE_MEMBER)) {
        Part part =
            Part.of(name)
                .orElseThrow(
                    () ->
                        new MalformedEvidenceException(
                            "evidence.adyton_collateral: expected parts of Adyton's, found '%s'"
                                .formatted(name)));
        parts.put(part, value(part, json.list(name)));
      }
    }
    return new Collateral(parts);
  }

  private static Bytes value(Part part, List<StrictJson> record) throws MalformedEvidenceException {
    if (record.size() != 3
        || !record.get(0).text().equals(part.mediaType())
        || record.get(2).number() != part.indicator()) {
      throw new MalformedEvidenceException(
          "evidence.adyton_collateral.%s: expected [\"%s\", value, %d]"
              .formatted(part.label(), part.mediaType(), part.indicator()));
    }
    return record.get(1).unpaddedBase64Url();
  }
}
