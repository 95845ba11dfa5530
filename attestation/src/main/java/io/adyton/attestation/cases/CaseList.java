// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cases;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.cases.EvidenceCase.Expectation;
import io.adyton.attestation.evidence.EvidenceFormat;
import io.adyton.attestation.evidence.EvidenceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A list of cases, read strictly: an unknown member or policy key is an error, because a demand
 * that is overlooked is a demand that is dropped.
 */
public final class CaseList {
  private static final Set<String> MEMBERS =
      Set.of(
          "id",
          "kind",
          "files",
          "format",
          "at",
          "nonce",
          "report_data",
          "policy",
          "outcome",
          "reason",
          "also",
          "fields",
          "primary",
          "note");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private CaseList() {}

  /**
   * Reads the cases of {@code file} in their order.
   *
   * @throws CaseListException if it is no list of cases; the message names the case
   * @throws IOException if it cannot be read
   */
  public static List<EvidenceCase> read(Path file) throws IOException, CaseListException {
    JsonNode list;
    try {
      list = JSON.readTree(Files.readAllBytes(file));
    } catch (JsonProcessingException e) {
      throw new CaseListException(
          "%s: expected JSON, and %s".formatted(file.getFileName(), e.getOriginalMessage()), e);
    }
    if (list.path("version").asInt() != 1 || !list.path("cases").isArray()) {
      throw new CaseListException(
          "%s: expected version 1 and a list 'cases'".formatted(file.getFileName()));
    }
    List<EvidenceCase> cases = new ArrayList<>();
    for (JsonNode node : list.path("cases")) {
      cases.add(oneCase(node));
    }
    return List.copyOf(cases);
  }

  private static EvidenceCase oneCase(JsonNode node) throws CaseListException {
    String id = node.path("id").asText("a case without id");
    CaseMembers.refuseOthers(id, node, MEMBERS);
    try {
      return new EvidenceCase(
          id,
          kind(id, node.path("kind").asText()),
          format(id, node.path("format").asText("raw")),
          CaseMembers.texts(id, "files", node.path("files")),
          new Demand(
              Instant.parse(node.path("at").asText()),
              hex(node.path("nonce")),
              hex(node.path("report_data")),
              CasePolicy.read(id, node.path("policy"))),
          expectation(id, node),
          Optional.ofNullable(node.get("primary")).map(JsonNode::asText));
    } catch (DateTimeException e) {
      throw new CaseListException(
          "%s.at: expected a time such as 2026-01-01T00:00:00Z, found '%s'"
              .formatted(id, node.path("at").asText()),
          e);
    } catch (IllegalArgumentException e) {
      throw new CaseListException(
          "%s: expected nonce and report_data in hexadecimal or null".formatted(id), e);
    }
  }

  private static EvidenceKind kind(String id, String label) throws CaseListException {
    return Arrays.stream(EvidenceKind.values())
        .filter(kind -> kind.label().equals(label))
        .findFirst()
        .orElseThrow(
            () -> new CaseListException("%s.kind: no kind is called '%s'".formatted(id, label)));
  }

  private static EvidenceFormat format(String id, String label) throws CaseListException {
    return Arrays.stream(EvidenceFormat.values())
        .filter(format -> format.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new CaseListException("%s.format: no format '%s'".formatted(id, label)));
  }

  private static Optional<Bytes> hex(JsonNode node) {
    return node.isTextual() ? Optional.of(Bytes.ofHex(node.asText())) : Optional.empty();
  }

  private static Expectation expectation(String id, JsonNode node) throws CaseListException {
    String outcome = node.path("outcome").asText();
    return switch (outcome) {
      case "accept" -> new Expectation.Accept(CaseMembers.texts(id, "fields", node.path("fields")));
      case "parse" -> new Expectation.Parse(CaseMembers.texts(id, "fields", node.path("fields")));
      case "refuse" -> {
        List<String> reasons = new ArrayList<>();
        reasons.add(node.path("reason").asText());
        node.path("also").forEach(also -> reasons.add(also.asText()));
        yield new Expectation.Refuse(List.copyOf(reasons));
      }
      default ->
          throw new CaseListException(
              "%s.outcome: expected accept, refuse or parse, found '%s'".formatted(id, outcome));
    };
  }
}
