// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.appraisal.Check;
import io.adyton.attestation.appraisal.Verdict;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Checks for people and for programs, in their order. */
final class CheckLines {
  private CheckLines() {}

  static void print(Verdict verdict, PrintWriter out) {
    int number = 0;
    for (Check check : verdict.checks()) {
      number++;
      out.println("%2d %-8s %s".formatted(number, word(check), check.id()));
      if (check.status() != Check.Status.ASSERTED) {
        out.println("            expected " + check.expected());
      }
      out.println("            found    " + check.found());
    }
    out.println();
  }

  static List<Map<String, Object>> steps(Verdict verdict) {
    List<Map<String, Object>> steps = new ArrayList<>();
    for (Check check : verdict.checks()) {
      Map<String, Object> step = new LinkedHashMap<>();
      step.put("id", check.id());
      step.put("status", word(check));
      step.put("source", check.source().name().toLowerCase(Locale.ROOT));
      step.put("expected", check.expected());
      step.put("found", check.found());
      steps.add(step);
    }
    return steps;
  }

  private static String word(Check check) {
    return check.status().name().toLowerCase(Locale.ROOT);
  }
}
