// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks;

import io.adyton.benchmarks.report.Comparison;
import io.adyton.benchmarks.report.RunPlots;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton bench report}: runs side by side. */
@Command(
    name = "report",
    description = "Compare runs. Files of one label are repetitions; the first label is the base.",
    mixinStandardHelpOptions = true)
final class ReportCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(arity = "1..*", paramLabel = "RUN.json", description = "what bench --out wrote")
  private List<Path> files = List.of();

  @Option(names = "--plots", paramLabel = "FOLDER", description = "also write SVG plots there")
  private @Nullable Path plots;

  @Override
  public Integer call() throws Exception {
    Comparison comparison = comparison();
    spec.commandLine().getOut().print(comparison.table());
    spec.commandLine().getOut().flush();
    if (plots != null) {
      RunPlots.write(comparison, plots);
    }
    return 0;
  }

  private Comparison comparison() {
    try {
      return Comparison.ofFiles(files);
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
