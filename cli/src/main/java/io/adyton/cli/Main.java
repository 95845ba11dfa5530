// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the {@code adyton} process starts. */
public final class Main {
  private Main() {}

  /** Runs one subcommand and ends the process with its {@link ExitCode}. */
  public static void main(String[] args) {
    System.exit(commandLine().execute(args));
  }

  static CommandLine commandLine() {
    return new CommandLine(new AdytonCommand())
        .setParameterExceptionHandler((failure, args) -> refuse(failure))
        .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
  }

  private static int refuse(ParameterException failure) {
    PrintWriter err = failure.getCommandLine().getErr();
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    String suggestion =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions().stream()
                .findFirst()
                .map(nearest -> " Did you mean " + nearest + "?")
                .orElse("")
            : "";
    err.println(
        "adyton: " + failure.getMessage() + "." + suggestion + " Try " + command + " --help.");
    return ExitCode.MALFORMED.status();
  }

  private static int explain(Exception failure, CommandLine command) {
    if (failure instanceof UserError error) {
      command.getErr().println("adyton: " + error.getMessage());
      return error.exitCode().status();
    }
    command
        .getErr()
        .println(
            "adyton: this is a fault of Adyton's: "
                + failure
                + ". Please report it; ADYTON_TRACE=1 prints where it happened.");
    if (System.getenv("ADYTON_TRACE") != null) {
      failure.printStackTrace(command.getErr());
    }
    return ExitCode.FAILED.status();
  }
}
