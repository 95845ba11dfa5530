// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.appraisal.Check;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.trust.ServerAppraisal;
import io.adyton.cli.Json;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A verdict for people and for programs.
 *
 * @param server who was asked
 * @param policy what was demanded
 * @param appraisal what was found
 * @param expires until when it counts
 */
record VerdictReport(
    String server, String policy, ServerAppraisal appraisal, Optional<Instant> expires) {

  void print(PrintWriter out) {
    int number = 0;
    for (Check check : appraisal.verdict().checks()) {
      number++;
      out.println("%2d %-8s %s".formatted(number, word(check), check.id()));
      if (check.status() != Check.Status.ASSERTED) {
        out.println("            expected " + check.expected());
      }
      out.println("            found    " + check.found());
    }
    out.println();
    out.println(verdict());
    out.flush();
  }

  private static String word(Check check) {
    return check.status().name().toLowerCase(Locale.ROOT);
  }

  private String verdict() {
    return switch (appraisal.verdict()) {
      case Verdict.Accepted _ ->
          "verified: %s reaches AL%d by policy %s%s"
              .formatted(server, appraisal.level(), policy, meaning(appraisal.level()));
      case Verdict.Refused refused ->
          "refused: %s; %s"
              .formatted(refused.detail(), Remedy.of(refused.reason(), refused.detail()));
      case Verdict.Examined _ -> "not verified: only looked at";
    };
  }

  private static String meaning(int level) {
    return level == 0
        ? "; simulated evidence proves nothing"
        : "; checks that are unknown were not demanded";
  }

  String json() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("server", server);
    document.put("verdict", appraisal.isAccepted() ? "verified" : "refused");
    document.put("level", appraisal.isAccepted() ? appraisal.level() : null);
    document.put("policy", policy);
    document.put("expires_at", expires.map(Instant::toString).orElse(null));
    List<Map<String, Object>> steps = new ArrayList<>();
    for (Check check : appraisal.verdict().checks()) {
      Map<String, Object> step = new LinkedHashMap<>();
      step.put("id", check.id());
      step.put("status", word(check));
      step.put("source", check.source().name().toLowerCase(Locale.ROOT));
      step.put("expected", check.expected());
      step.put("found", check.found());
      steps.add(step);
    }
    document.put("steps", steps);
    if (appraisal.verdict() instanceof Verdict.Refused refused) {
      document.put("reason", refused.reason().label());
      document.put("detail", refused.detail());
    }
    return Json.write(document);
  }
}
