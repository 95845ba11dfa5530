// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.command;

import io.adyton.cli.ExitCode;
import io.adyton.cli.UserError;
import io.adyton.server.config.Nearest;
import java.util.Optional;
import java.util.Set;
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
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setParameterExceptionHandler((failure, args) -> refuse(failure))
        .setExecutionExceptionHandler((failure, command, parsed) -> explain(failure, command));
  }

  private static int refuse(ParameterException failure) {
    CommandLine command = failure.getCommandLine();
    String sentence =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched(command, unmatched.getUnmatched().getFirst())
            : withoutStop(String.valueOf(failure.getMessage()));
    command
        .getErr()
        .println(
            "adyton: "
                + sentence
                + "; '"
                + command.getCommandSpec().qualifiedName()
                + " --help' explains");
    return ExitCode.MALFORMED.status();
  }

  private static String withoutStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  private static String unmatched(CommandLine command, String word) {
    boolean isOption = word.startsWith("-");
    Set<String> candidates =
        isOption
            ? command.getCommandSpec().optionsMap().keySet()
            : command.getSubcommands().keySet();
    return "'"
        + word
        + "' is no "
        + (isOption ? "option" : candidates.isEmpty() ? "argument" : "command")
        + " of "
        + command.getCommandSpec().qualifiedName()
        + Nearest.to(word, candidates)
            .map(nearest -> " (did you mean '" + nearest + "'?)")
            .orElse("");
  }

  private static int explain(Exception failure, CommandLine command) {
    Optional<UserError> explanation = Explanation.of(failure);
    if (explanation.isPresent()) {
      UserError error = explanation.get();
      command.getErr().println("adyton: " + error.getMessage());
      return error.exitCode().status();
    }
    command
        .getErr()
        .println(
            "adyton: this is a fault of Adyton's: "
                + failure
                + "; please report it (ADYTON_TRACE=1 prints where it happened)");
    if (System.getenv("ADYTON_TRACE") != null) {
      failure.printStackTrace(command.getErr());
    }
    return ExitCode.FAILED.status();
  }
}
