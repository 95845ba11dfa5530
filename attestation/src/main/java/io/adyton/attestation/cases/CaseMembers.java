// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cases;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the members of an object in a list of cases. */
final class CaseMembers {
  private CaseMembers() {}

  static void refuseOthers(String where, JsonNode node, Set<String> known)
      throws CaseListException {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!known.contains(member.getKey())) {
        throw new CaseListException(
            "%s: expected one of %s, found '%s'"
                .formatted(where, new TreeSet<>(known), member.getKey()));
      }
    }
  }

  /** Reads an object of words, numbers and truth values as text. */
  static Map<String, String> texts(String id, String name, JsonNode node) throws CaseListException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      if (!member.getValue().isValueNode()) {
        throw new CaseListException(
            "%s.%s.%s: expected text, a number or a truth value"
                .formatted(id, name, member.getKey()));
      }
      texts.put(member.getKey(), member.getValue().asText());
    }
    return texts;
  }
}
