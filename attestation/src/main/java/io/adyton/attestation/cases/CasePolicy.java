// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cases;

import com.fasterxml.jackson.databind.JsonNode;
import io.adyton.attestation.appraisal.EvidencePolicy;
import java.util.Set;
import java.util.TreeSet;

/** Reads the policy of a case: named deviations from {@link EvidencePolicy#STRICT}. */
final class CasePolicy {
  private static final Set<String> KEYS =
      Set.of(
          "allow_debug",
          "allow_smt",
          "allow_provisional_firmware",
          "max_vmpl",
          "allow_tcb_status",
          "collateral",
          "missing_ok",
          "allow_sept_ve_disable_off",
          "allow_service_td",
          "allow_trailing_bytes",
          "ak_trust",
          "allow_sha1",
          "allow_protected_pcie",
          "chain_only",
          "require",
          "parse_only");

  private CasePolicy() {}

  static EvidencePolicy read(String id, JsonNode policy) throws CaseListException {
    CaseMembers.refuseOthers(id + ".policy", policy, KEYS);
    return new EvidencePolicy(
        flag(id, policy, "allow_debug"),
        flag(id, policy, "allow_smt"),
        flag(id, policy, "allow_provisional_firmware"),
        number(id, policy, "max_vmpl"),
        words(id, policy, "allow_tcb_status"),
        isWord(id, policy, "collateral", "none"),
        words(id, policy, "missing_ok"),
        flag(id, policy, "allow_sept_ve_disable_off"),
        flag(id, policy, "allow_service_td"),
        number(id, policy, "allow_trailing_bytes"),
        isWord(id, policy, "ak_trust", "given"),
        flag(id, policy, "allow_sha1"),
        flag(id, policy, "allow_protected_pcie"),
        flag(id, policy, "chain_only"),
        CaseMembers.texts(id, "policy.require", policy.path("require")),
        flag(id, policy, "parse_only"));
  }

  private static boolean flag(String id, JsonNode policy, String key) throws CaseListException {
    JsonNode node = policy.path(key);
    if (!node.isMissingNode() && !node.isBoolean()) {
      throw new CaseListException("%s.policy.%s: expected true or false".formatted(id, key));
    }
    return node.asBoolean(false);
  }

  private static int number(String id, JsonNode policy, String key) throws CaseListException {
    JsonNode node = policy.path(key);
    if (!node.isMissingNode() && (!node.isInt() || node.asInt() < 0)) {
      throw new CaseListException("%s.policy.%s: expected a number from 0".formatted(id, key));
    }
    return node.asInt(0);
  }

  private static boolean isWord(String id, JsonNode policy, String key, String only)
      throws CaseListException {
    JsonNode node = policy.path(key);
    if (!node.isMissingNode() && !only.equals(node.asText())) {
      throw new CaseListException("%s.policy.%s: expected \"%s\"".formatted(id, key, only));
    }
    return !node.isMissingNode();
  }

  private static Set<String> words(String id, JsonNode policy, String key)
      throws CaseListException {
    JsonNode node = policy.path(key);
    if (!node.isMissingNode() && !node.isArray()) {
      throw new CaseListException("%s.policy.%s: expected a list".formatted(id, key));
    }
    Set<String> words = new TreeSet<>();
    node.forEach(word -> words.add(word.asText()));
    return words;
  }
}
