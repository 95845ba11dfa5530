// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.appraisal.Verdict;
import io.adyton.cli.Json;
import io.adyton.provenance.receipt.Receipt;
import io.adyton.provenance.receipt.ReceiptAppraisal;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of a receipt, for people and for programs.
 *
 * @param file the receipt
 * @param policy what was demanded
 * @param appraisal what was found
 */
record ReceiptReport(String file, String policy, ReceiptAppraisal appraisal) {
  void print(PrintWriter out) {
    CheckLines.print(appraisal.verdict(), out);
    appraisal.receipt().ifPresent(receipt -> tell(receipt, out));
    out.println(verdict());
    out.flush();
  }

  private static void tell(Receipt receipt, PrintWriter out) {
    out.println(
        "%s: %s %s answered %d at %s"
            .formatted(
                receipt.id(),
                receipt.request().method(),
                receipt.request().path(),
                receipt.status(),
                receipt.issued()));
    receipt
        .work()
        .ifPresent(
            work ->
                out.println(
                    "response -> weights %s (%s) -> certificate: none yet -> data: not known"
                        .formatted(work.model().manifest().hex(), work.model().name())));
  }

  private String verdict() {
    return switch (appraisal.verdict()) {
      case Verdict.Accepted _ ->
          "verified: %s holds at AL%d by policy %s%s"
              .formatted(
                  file,
                  appraisal.level(),
                  policy,
                  appraisal.level() == 0
                      ? "; simulated evidence proves nothing"
                      : "; what is unknown was not demanded");
      case Verdict.Refused refused ->
          "refused: %s; %s"
              .formatted(refused.detail(), Remedy.of(refused.reason(), refused.detail()));
      case Verdict.Examined _ -> "not verified: only looked at";
    };
  }

  String json() {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("receipt", file);
    document.put("verdict", appraisal.isAccepted() ? "verified" : "refused");
    document.put("level", appraisal.isAccepted() ? appraisal.level() : null);
    document.put("policy", policy);
    document.put("id", appraisal.receipt().map(receipt -> receipt.id().text()).orElse(null));
    document.put("steps", CheckLines.steps(appraisal.verdict()));
    if (appraisal.verdict() instanceof Verdict.Refused refused) {
      document.put("reason", refused.reason().label());
      document.put("detail", refused.detail());
    }
    return Json.write(document);
  }
}
