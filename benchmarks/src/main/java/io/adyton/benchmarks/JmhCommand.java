// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code adyton bench jmh}: the microbenchmarks, with JMH's own options. */
@Command(
    name = "jmh",
    description =
        "Run the microbenchmarks; arguments are JMH's own, such as: jmh -l, jmh Sse -f 1.")
final class JmhCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Unmatched private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws RunnerException {
    try {
      CommandLineOptions parsed = new CommandLineOptions(arguments.toArray(String[]::new));
      Runner runner = new Runner(parsed);
      if (parsed.shouldList()) {
        runner.list();
      } else {
        runner.run();
      }
      return 0;
    } catch (NoBenchmarksException e) {
      throw new ParameterException(
          spec.commandLine(), "no benchmark has such a name; 'adyton bench jmh -l' lists them", e);
    } catch (CommandLineOptionException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
