// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.trust.ServerAppraisal;
import io.adyton.cli.Json;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.LinkedHashMap;
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
    CheckLines.print(appraisal.verdict(), out);
    out.println(verdict());
    out.flush();
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
    document.put("steps", CheckLines.steps(appraisal.verdict()));
    if (appraisal.verdict() instanceof Verdict.Refused refused) {
      document.put("reason", refused.reason().label());
      document.put("detail", refused.detail());
    }
    return Json.write(document);
  }
}
