// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks;

import io.adyton.benchmarks.load.Arrivals;
import io.adyton.benchmarks.load.Bounds;
import io.adyton.benchmarks.load.LevelResult;
import io.adyton.benchmarks.load.LoadRun;
import io.adyton.benchmarks.load.Objective;
import io.adyton.benchmarks.load.PromptShape;
import io.adyton.benchmarks.load.Workload;
import io.adyton.benchmarks.process.MachineFacts;
import io.adyton.benchmarks.process.ProcessFigures;
import io.adyton.benchmarks.process.StolenTime;
import io.adyton.benchmarks.report.LevelTable;
import io.adyton.benchmarks.report.ReportFile;
import io.adyton.benchmarks.report.RunPlots;
import io.adyton.benchmarks.report.RunReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code adyton bench}: load on any OpenAI-compatible server. */
@Command(
    name = "bench",
    description = "Measure any OpenAI-compatible server: tokens/s, time to first token, gaps.",
    subcommands = {
      ReportCommand.class,
      IdleCommand.class,
      BareLoopCommand.class,
      TurnsCommand.class,
      JmhCommand.class
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Prompts are synthetic and seeded. A server that saw a seed before may answer from its",
      "prefix cache: restart it, or choose another --seed.",
      "Exit code 1 if any request failed."
    })
public final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private TargetOptions target = new TargetOptions();

  @Option(
      names = "--model",
      description = "model name to ask for (default: the first that the server lists)")
  private @Nullable String model;

  @Option(
      names = "--clients",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,8,32",
      description = "closed loop: numbers of clients, one level each (default: ${DEFAULT-VALUE})")
  private List<Integer> clients = List.of();

  @Option(
      names = "--rate",
      split = ",",
      paramLabel = "REQ/S",
      description = "open loop instead: mean arrivals per second, one level each")
  private List<Double> rates = List.of();

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "256",
      description = "open loop: arrivals beyond this many under way are dropped and counted")
  private int inFlight;

  @Option(
      names = "--prompt",
      defaultValue = "short",
      converter = PromptShapeConverter.class,
      description = "short, long, shared-prefix or multi-turn (default: ${DEFAULT-VALUE})")
  private PromptShape shape = PromptShape.SHORT;

  @Option(
      names = "--prompt-words",
      paramLabel = "N",
      description = "words of each prompt, about a token each (default: by --prompt)")
  private @Nullable Integer promptWords;

  @Option(
      names = "--shared-words",
      paramLabel = "N",
      description = "words of the system prompt that all requests share (default: by --prompt)")
  private @Nullable Integer sharedWords;

  @Option(
      names = "--turns",
      paramLabel = "N",
      defaultValue = "4",
      description = "turns of one conversation with --prompt multi-turn")
  private int turns;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      defaultValue = "96",
      description = "completion tokens of a request (default: ${DEFAULT-VALUE})")
  private int maxTokens;

  @Option(
      names = "--ignore-eos",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "ask the server to go on to --max-tokens, so answers are equally long")
  private boolean ignoreEos;

  @Option(
      names = "--requests",
      paramLabel = "N",
      description = "requests per level, at most (default: 2 for each client, at least 8)")
  private @Nullable Integer requests;

  @Option(
      names = "--duration",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "seconds in which a level sends requests, at most (default: ${DEFAULT-VALUE})")
  private int durationSeconds;

  @Option(
      names = "--request-timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "seconds until a request counts as failed (default: ${DEFAULT-VALUE})")
  private int requestTimeoutSeconds;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "requests before the first level that are not measured, as many at once as the largest"
              + " level has clients (default: ${DEFAULT-VALUE})")
  private int warmup;

  @Option(names = "--seed", defaultValue = "1", description = "of prompts and arrivals")
  private long seed;

  @Option(
      names = "--slo-ttft",
      paramLabel = "MS",
      defaultValue = "2000",
      description = "goodput: most milliseconds to the first token (default: ${DEFAULT-VALUE})")
  private long ttftMillis;

  @Option(
      names = "--slo-itl",
      paramLabel = "MS",
      defaultValue = "150",
      description = "goodput: most milliseconds between tokens (default: ${DEFAULT-VALUE})")
  private long itlMillis;

  @Option(
      names = "--label",
      defaultValue = "run",
      description = "what the run is called; files of one label count as repetitions")
  private String label = "run";

  @Option(
      names = "--note",
      paramLabel = "KEY=VALUE",
      description = "kept in the JSON, such as --note server-flags='--threads 2'")
  private Map<String, String> notes = new LinkedHashMap<>();

  @Option(
      names = "--server-pid",
      paramLabel = "PID",
      description = "also record this process's memory and processor time (Linux)")
  private @Nullable Long serverPid;

  @Option(
      names = "--out",
      paramLabel = "FILE.json",
      description = "write JSON there, and plots beside it")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    PrintWriter terminal = spec.commandLine().getOut();
    Workload workload = workload(model == null ? target.firstModel() : model);
    List<Arrivals> levels = levels();
    String startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    StolenTime stolen = new StolenTime();
    List<RunReport.LevelReport> reports = new ArrayList<>();
    terminal.println(LevelTable.head());
    try (LoadRun run =
        new LoadRun(target.endpoint(), target.tls(), target.apiKey(), workload, objective())) {
      if (warmup > 0) {
        run.run(new Arrivals.Closed(Math.min(warmup, mostClients())), bounds(warmup));
      }
      for (Arrivals level : levels) {
        ProcessFigures before = serverFigures();
        LevelResult result = run.run(level, bounds(requestsOf(level)));
        ProcessFigures after = serverFigures();
        reports.add(
            new RunReport.LevelReport(
                result, before == null || after == null ? null : after.since(before)));
        terminal.println(LevelTable.line(result));
        terminal.flush();
        result
            .errors()
            .forEach((kind, count) -> terminal.println("         " + kind + ": " + count));
      }
    }
    RunReport report =
        new RunReport(
            RunReport.FORMAT,
            label,
            startedAt,
            MachineFacts.ofThisMachine(),
            stolen.share(),
            target.url(),
            notes,
            workload,
            objective(),
            reports);
    if (report.stolenShare() > 0.02) {
      terminal.printf(
          Locale.ROOT,
          "The host took %.0f %% of the processors' time meanwhile: measure again.%n",
          report.stolenShare() * 100);
    }
    if (out != null) {
      ReportFile.write(report, out);
      RunPlots.write(report, out);
    }
    return reports.stream().allMatch(each -> each.load().errorCount() == 0) ? 0 : 1;
  }

  private int mostClients() {
    return rates.isEmpty() ? Collections.max(clients) : 1;
  }

  private @Nullable ProcessFigures serverFigures() throws IOException {
    return serverPid == null ? null : ProcessFigures.of(serverPid);
  }

  private Workload workload(String modelName) {
    return checked(
        () ->
            new Workload(
                modelName,
                shape,
                promptWords == null ? shape.words() : promptWords,
                sharedWords == null ? shape.sharedWords() : sharedWords,
                turns,
                maxTokens,
                ignoreEos,
                seed));
  }

  private List<Arrivals> levels() {
    List<Arrivals> levels = new ArrayList<>();
    if (rates.isEmpty()) {
      clients.forEach(each -> levels.add(checked(() -> new Arrivals.Closed(each))));
    } else {
      rates.forEach(each -> levels.add(checked(() -> new Arrivals.Poisson(each, inFlight))));
    }
    return levels;
  }

  private int requestsOf(Arrivals level) {
    if (requests != null) {
      return requests;
    }
    return switch (level) {
      case Arrivals.Closed closed -> Math.max(8, 2 * closed.clients());
      case Arrivals.Poisson open -> Integer.MAX_VALUE;
    };
  }

  private Bounds bounds(int most) {
    return checked(
        () ->
            new Bounds(
                most,
                Duration.ofSeconds(durationSeconds),
                Duration.ofSeconds(requestTimeoutSeconds)));
  }

  private Objective objective() {
    return new Objective(ttftMillis, itlMillis);
  }

  private <T> T checked(java.util.function.Supplier<T> value) {
    try {
      return value.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }
}
