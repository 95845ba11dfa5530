// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks;

import io.adyton.benchmarks.decode.BareLoop;
import io.adyton.benchmarks.load.Arrivals;
import io.adyton.benchmarks.load.Bounds;
import io.adyton.benchmarks.load.LevelResult;
import io.adyton.benchmarks.load.LoadRun;
import io.adyton.benchmarks.load.Objective;
import io.adyton.benchmarks.load.PromptShape;
import io.adyton.benchmarks.load.Workload;
import io.adyton.benchmarks.process.MachineFacts;
import io.adyton.benchmarks.process.StolenTime;
import io.adyton.benchmarks.report.ReportFile;
import io.adyton.benchmarks.report.TurnsReport;
import io.adyton.gguf.GgufModel;
import io.adyton.llama.LlamaLibrary;
import io.adyton.llama.LlamaModel;
import io.adyton.llama.ModelOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code adyton bench turns}: the bare loop and a server in turns of about a second, so that a
 * machine whose speed wanders meets both alike.
 */
@Command(
    name = "turns",
    description = "Decode of a server against the bare loop, in turns of about a second.",
    mixinStandardHelpOptions = true)
final class TurnsCommand implements Callable<Integer> {
  private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(5);
  private static final int PROMPT_TOKENS = 55;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private LoopOptions loop = new LoopOptions();

  @Option(
      names = "--model",
      required = true,
      paramLabel = "FILE.gguf",
      description = "model file of the bare loop, the one that the server serves")
  private Path model = Path.of("");

  @Option(
      names = "--clients",
      paramLabel = "N",
      defaultValue = "1",
      description = "clients of the server, sequences of the loop (default: ${DEFAULT-VALUE})")
  private int clients;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "192",
      description = "tokens of each answer (default: ${DEFAULT-VALUE})")
  private int tokens;

  @Option(
      names = "--turns",
      paramLabel = "N",
      defaultValue = "30",
      description = "turns of each side (default: ${DEFAULT-VALUE})")
  private int turns;

  @Option(
      names = "--warmup",
      paramLabel = "N",
      defaultValue = "8",
      description = "turns before, which do not count (default: ${DEFAULT-VALUE})")
  private int warmup;

  @Option(
      names = "--pause",
      paramLabel = "MS",
      defaultValue = "400",
      description = "between turns, until idle compute threads sleep (default: ${DEFAULT-VALUE})")
  private long pauseMillis;

  @Option(names = "--seed", defaultValue = "1", description = "of prompts")
  private long seed;

  @Option(names = "--out", paramLabel = "FILE.json", description = "write JSON there")
  private @Nullable Path out;

  @Override
  public Integer call() throws Exception {
    GgufModel.open(model);
    String startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    StolenTime stolen = new StolenTime();
    List<TurnsReport.Turn> measured = new ArrayList<>();
    try (LlamaModel loaded = LlamaModel.load(LlamaLibrary.load(), model, ModelOptions.defaults());
        BareLoop bare = new BareLoop(loaded, loop.context(clients));
        LoadRun server = server()) {
      for (int turn = 0; turn < warmup + turns; turn++) {
        boolean isBareFirst = turn % 2 == 0;
        double first = isBareFirst ? decode(bare, turn) : decode(server);
        double second = isBareFirst ? decode(server) : decode(bare, turn);
        if (turn >= warmup) {
          measured.add(
              isBareFirst
                  ? new TurnsReport.Turn(first, second)
                  : new TurnsReport.Turn(second, first));
        }
      }
    }
    TurnsReport report =
        new TurnsReport(
            startedAt,
            MachineFacts.ofThisMachine(),
            stolen.share(),
            target.url(),
            loop.notes(),
            clients,
            tokens,
            measured);
    PrintWriter terminal = spec.commandLine().getOut();
    terminal.printf(Locale.ROOT, "bare loop      %s tok/s%n", report.bare());
    terminal.printf(Locale.ROOT, "server         %s tok/s%n", report.server());
    terminal.printf(Locale.ROOT, "server ÷ bare  %s%n", report.ratio());
    terminal.flush();
    if (out != null) {
      ReportFile.write(report, out);
    }
    return 0;
  }

  private LoadRun server() throws Exception {
    Workload workload =
        new Workload(
            target.firstModel(),
            PromptShape.SHORT,
            PromptShape.SHORT.words(),
            PromptShape.SHORT.sharedWords(),
            1,
            tokens,
            true,
            seed);
    return new LoadRun(
        target.endpoint(), target.tls(), target.apiKey(), workload, new Objective(2_000, 150));
  }

  private double decode(LoadRun server) throws IOException, InterruptedException {
    Thread.sleep(pauseMillis);
    LevelResult result =
        server.run(
            new Arrivals.Closed(clients), new Bounds(clients, REQUEST_TIMEOUT, REQUEST_TIMEOUT));
    Double decoded = result.saturatedTokensPerSecond();
    if (result.errorCount() > 0 || decoded == null) {
      throw new IOException(
          "expected %d whole answers, came %d, with errors %s; look at the server's log"
              .formatted(clients, result.completed(), result.errors()));
    }
    return decoded;
  }

  private double decode(BareLoop bare, long turn) throws InterruptedException {
    Thread.sleep(pauseMillis);
    return bare.run(PROMPT_TOKENS, tokens, turn).tokensPerSecond();
  }
}
