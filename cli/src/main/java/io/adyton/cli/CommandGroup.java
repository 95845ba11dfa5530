// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that only leads to others, and says so when it is given alone. */
@Command(mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND")
public abstract class CommandGroup implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public final void run() {
    List<String> names = List.copyOf(spec.subcommands().keySet());
    String last = names.getLast();
    String others = String.join(", ", names.subList(0, names.size() - 1));
    throw new ParameterException(
        spec.commandLine(),
        "a command is missing: %s %s"
            .formatted(spec.name(), others.isEmpty() ? last : others + " or " + last));
  }
}
