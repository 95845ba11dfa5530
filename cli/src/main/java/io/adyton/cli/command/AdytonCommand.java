// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.command;

import io.adyton.benchmarks.BenchCommand;
import io.adyton.cli.Version;
import io.adyton.cli.attest.DemoCommand;
import io.adyton.cli.attest.LogCommand;
import io.adyton.cli.attest.MeasureCommand;
import io.adyton.cli.attest.ProxyCommand;
import io.adyton.cli.attest.VerifyCommand;
import io.adyton.cli.chat.ChatCommand;
import io.adyton.cli.doctor.DoctorCommand;
import io.adyton.cli.evidence.EvidenceCommand;
import io.adyton.cli.model.ModelCommand;
import io.adyton.cli.serve.ServeCommand;
import io.adyton.cli.serve.WarmUpCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The root of the command line: it only leads to the subcommands. */
@Command(
    name = "adyton",
    description = "Serve a language model over the OpenAI API.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      ChatCommand.class,
      VerifyCommand.class,
      ProxyCommand.class,
      DemoCommand.class,
      MeasureCommand.class,
      ModelCommand.class,
      KeyCommand.class,
      ConfigCommand.class,
      EvidenceCommand.class,
      LogCommand.class,
      BenchCommand.class,
      DoctorCommand.class,
      WarmUpCommand.class,
      HelpCommand.class
    },
    footer = {
      "",
      "In a checkout, './adyton test' builds everything and runs every test.",
      "",
      "Exit codes: 0 done, 1 failed, 10 rejected, 20 unsupported, 30 malformed input."
    })
final class AdytonCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
