// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import io.adyton.cli.ExitCode;
import io.adyton.cli.Json;
import io.adyton.cli.JsonFlag;
import io.adyton.cli.SettingFlags;
import io.adyton.server.config.ServerConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code adyton doctor}. */
@Command(
    name = "doctor",
    description = {
      "Show what this machine has, what it lacks, and what to do about it.",
      "Ends with status 20 if serving is not possible."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    modelTransformer = SettingFlags.class)
public final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private JsonFlag json = new JsonFlag();

  @Override
  public Integer call() {
    ServerConfig config = ServerConfig.of(SettingFlags.read(spec));
    Examination natives = new Natives(config.dataDirectory());
    List<Finding> vital = natives.examine();
    List<Finding> findings = new ArrayList<>();
    findings.addAll(new Machine(Path.of("/"), config.dataDirectory()).examine());
    findings.addAll(new HardwareEvidence(Path.of("/")).examine());
    findings.addAll(vital);
    findings.addAll(Gpus.ofThisMachine().examine());
    findings.addAll(new DataDirectory(config.dataDirectory()).examine());
    findings.addAll(new Models(config.dataDirectory()).examine());
    findings.addAll(new Ports(config.network()).examine());
    PrintWriter out = spec.commandLine().getOut();
    if (json.isGiven()) {
      out.println(Json.write(findings));
    } else {
      findings.forEach(finding -> print(out, finding));
    }
    boolean canServe =
        vital.stream().noneMatch(finding -> finding.state() == Finding.State.MISSING);
    return (canServe ? ExitCode.OK : ExitCode.UNSUPPORTED).status();
  }

  private static void print(PrintWriter out, Finding finding) {
    out.println(
        "%-8s %-16s %s%s"
            .formatted(
                finding.state().name().toLowerCase(Locale.ROOT),
                finding.subject(),
                finding.text(),
                finding.remedy().isEmpty() ? "" : "; " + finding.remedy()));
  }
}
