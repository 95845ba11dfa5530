// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cases;

import io.adyton.attestation.appraisal.Claims;
import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.EvidenceFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The verdict a case got, held against the one it must get.
 *
 * @param evidenceCase the case
 * @param verdict the verdict it got
 * @param differences what differs, one line each; empty when the case agrees
 */
public record CaseRun(EvidenceCase evidenceCase, Verdict verdict, List<String> differences) {
  private static final long MAX_FILE_BYTES = 16L << 20;

  /** Copies the list. */
  public CaseRun {
    differences = List.copyOf(differences);
  }

  /**
   * Runs one case.
   *
   * @param folder where the files of the list lie
   * @param verifier judges the files
   * @throws IOException if a file cannot be read or is larger than 16 MiB
   */
  public static CaseRun of(
      EvidenceCase evidenceCase, Path folder, BiFunction<EvidenceFiles, Demand, Verdict> verifier)
      throws IOException {
    Verdict verdict = verifier.apply(files(evidenceCase, folder), evidenceCase.demand());
    return new CaseRun(evidenceCase, verdict, differences(evidenceCase.expectation(), verdict));
  }

  /** Reads the files of a case into memory. */
  public static EvidenceFiles files(EvidenceCase evidenceCase, Path folder) throws IOException {
    Map<String, Bytes> byRole = new LinkedHashMap<>();
    for (Map.Entry<String, String> file : evidenceCase.files().entrySet()) {
      Path path = folder.resolve(file.getValue());
      if (Files.size(path) > MAX_FILE_BYTES) {
        throw new IOException("%s is larger than 16 MiB, which no evidence is".formatted(path));
      }
      byRole.put(file.getKey(), Bytes.of(Files.readAllBytes(path)));
    }
    return new EvidenceFiles(evidenceCase.kind(), evidenceCase.format(), byRole);
  }

  /** Returns whether the verdict is the one the case must get. */
  public boolean agrees() {
    return differences.isEmpty();
  }

  /** Returns the outcome as lists of cases write it. */
  public String outcome() {
    return outcome(verdict);
  }

  private static String outcome(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Accepted _ -> "accept";
      case Verdict.Refused _ -> "refuse";
      case Verdict.Examined _ -> "parse";
    };
  }

  private static List<String> differences(EvidenceCase.Expectation expected, Verdict verdict) {
    return switch (expected) {
      case EvidenceCase.Expectation.Accept(Map<String, String> fields) ->
          verdict instanceof Verdict.Accepted accepted
              ? fieldDifferences(fields, accepted.claims())
              : otherOutcome("accept", verdict);
      case EvidenceCase.Expectation.Parse(Map<String, String> fields) ->
          verdict instanceof Verdict.Examined examined
              ? fieldDifferences(fields, examined.claims())
              : otherOutcome("parse", verdict);
      case EvidenceCase.Expectation.Refuse(List<String> reasons) ->
          verdict instanceof Verdict.Refused refused
              ? reasonDifference(reasons, refused)
              : otherOutcome("refuse " + reasons, verdict);
    };
  }

  private static List<String> otherOutcome(String expected, Verdict verdict) {
    String found =
        verdict instanceof Verdict.Refused refused
            ? "refuse %s (%s)".formatted(refused.reason().label(), refused.detail())
            : outcome(verdict);
    return List.of("outcome: expected %s, found %s".formatted(expected, found));
  }

  private static List<String> reasonDifference(List<String> reasons, Verdict.Refused refused) {
    return reasons.contains(refused.reason().label())
        ? List.of()
        : List.of(
            "reason: expected one of %s, found %s (%s)"
                .formatted(reasons, refused.reason().label(), refused.detail()));
  }

  private static List<String> fieldDifferences(Map<String, String> fields, Claims claims) {
    List<String> differences = new ArrayList<>();
    fields.forEach(
        (name, expected) -> {
          String found = claims.find(name).map(Claim::text).orElse("nothing");
          if (!found.equals(expected)) {
            differences.add("%s: expected %s, found %s".formatted(name, expected, found));
          }
        });
    return differences;
  }
}
