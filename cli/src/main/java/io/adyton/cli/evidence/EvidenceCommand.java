// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.evidence;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adyton evidence}. */
@Command(
    name = "evidence",
    description = "Look at attestation evidence in files. Nothing is sent anywhere.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {ShowCommand.class, CheckCommand.class})
public final class EvidenceCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "a command is missing: evidence show or evidence check");
  }
}
