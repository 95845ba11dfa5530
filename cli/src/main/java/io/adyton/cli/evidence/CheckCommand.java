// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.evidence;

import io.adyton.attestation.EvidenceVerifier;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.cases.CaseList;
import io.adyton.attestation.cases.CaseListException;
import io.adyton.attestation.cases.CaseRun;
import io.adyton.attestation.cases.EvidenceCase;
import io.adyton.cli.ExitCode;
import io.adyton.cli.Json;
import io.adyton.cli.JsonFlag;
import io.adyton.cli.UserError;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton evidence check}. */
@Command(
    name = "check",
    description = {
      "Run the verifiers over a list of evidence with the verdicts it must get.",
      "One line for each case: outcome, reason, and what differs. Exit code 0 only if all agree."
    },
    mixinStandardHelpOptions = true)
public final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "CASES.json", description = "The list.")
  private Path list;

  @Option(
      names = "--root",
      paramLabel = "DIRECTORY",
      description = "Where the files of the list lie. Default: the folder of the list.")
  private @Nullable Path root;

  @Mixin private JsonFlag json;

  @Override
  public Integer call() throws IOException {
    Path folder = root == null ? list.toAbsolutePath().resolveSibling(".") : root;
    List<CaseRun> runs = new ArrayList<>();
    EvidenceVerifier verifier = new EvidenceVerifier();
    try {
      for (EvidenceCase one : CaseList.read(list)) {
        runs.add(CaseRun.of(one, folder, verifier::verify));
      }
    } catch (CaseListException e) {
      throw UserError.malformed(e.getMessage() + "; mend " + list);
    }
    PrintWriter out = spec.commandLine().getOut();
    if (json.isGiven()) {
      out.println(Json.write(runs.stream().map(CheckCommand::describe).toList()));
    } else {
      runs.forEach(run -> out.println(line(run)));
      long agreed = runs.stream().filter(CaseRun::agrees).count();
      out.println("%d of %d cases agree".formatted(agreed, runs.size()));
    }
    out.flush();
    return (runs.stream().allMatch(CaseRun::agrees) ? ExitCode.OK : ExitCode.REJECTED).status();
  }

  private static String line(CaseRun run) {
    String outcome =
        "%s %s%s"
            .formatted(
                run.agrees() ? "agrees " : "DIFFERS",
                run.outcome(),
                reason(run).isEmpty() ? "" : " " + reason(run));
    return "%-34s %s%s"
        .formatted(
            outcome,
            run.evidenceCase().id(),
            run.agrees() ? "" : ": " + String.join("; ", run.differences()));
  }

  private static String reason(CaseRun run) {
    return run.verdict() instanceof Verdict.Refused refused ? refused.reason().label() : "";
  }

  private static Map<String, Object> describe(CaseRun run) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("id", run.evidenceCase().id());
    document.put("agrees", run.agrees());
    document.put("outcome", run.outcome());
    document.put("reason", reason(run));
    document.put("differences", run.differences());
    return document;
  }
}
