// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks;

import io.adyton.benchmarks.decode.BareLoop;
import io.adyton.benchmarks.decode.BareRun;
import io.adyton.benchmarks.decode.SchedulerLoop;
import io.adyton.benchmarks.process.MachineFacts;
import io.adyton.benchmarks.process.StolenTime;
import io.adyton.benchmarks.report.BareReport;
import io.adyton.benchmarks.report.ReportFile;
import io.adyton.benchmarks.report.RunReport;
import io.adyton.gguf.GgufException;
import io.adyton.gguf.GgufModel;
import io.adyton.llama.LlamaLibrary;
import io.adyton.llama.LlamaModel;
import io.adyton.llama.ModelOptions;
import io.adyton.scheduler.BatchScheduler;
import io.adyton.scheduler.SchedulerSettings;
import io.adyton.scheduler.TokenGate;
import io.adyton.scheduler.engine.LlamaEngine;
import io.adyton.scheduler.engine.LlamaEngineOptions;
import io.adyton.scheduler.engine.LlamaEngineOptions.GpuSplit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
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

/** {@code adyton bench loop}: bare decode and argmax, what the whole server is held against. */
@Command(
    name = "loop",
    description = "Decode without a server: llama_decode and argmax, nothing else.",
    mixinStandardHelpOptions = true)
final class BareLoopCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--model", required = true, paramLabel = "FILE.gguf", description = "model file")
  private Path model = Path.of("");

  @Option(
      names = "--sequences",
      split = ",",
      paramLabel = "N",
      defaultValue = "1,16",
      description = "sequences that go on together, one level each (default: ${DEFAULT-VALUE})")
  private List<Integer> sequences = List.of();

  @Option(
      names = "--prompt-tokens",
      paramLabel = "N",
      defaultValue = "64",
      description = "tokens of each prompt (default: ${DEFAULT-VALUE})")
  private int promptTokens;

  @Option(
      names = "--tokens",
      paramLabel = "N",
      defaultValue = "256",
      description = "tokens that each sequence generates (default: ${DEFAULT-VALUE})")
  private int tokens;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      defaultValue = "3",
      description = "measured runs of each level, after one that is not; the median counts")
  private int rounds;

  @Mixin private LoopOptions loop = new LoopOptions();

  @Option(
      names = "--scheduler",
      description = "go through the scheduler, still without a server, to see what it costs")
  private boolean throughScheduler;

  @Option(names = "--label", defaultValue = "bare loop", description = "what the run is called")
  private String label = "bare loop";

  @Option(names = "--out", paramLabel = "FILE.json", description = "write JSON there")
  private @Nullable Path out;

  /** What libllama gets to see has passed the same checks as what is served. */
  private void requireValidModel() throws IOException {
    try {
      GgufModel.open(model);
    } catch (GgufException e) {
      throw new ParameterException(
          spec.commandLine(), model + " is no valid model: " + e.getMessage(), e);
    }
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter terminal = spec.commandLine().getOut();
    requireValidModel();
    String startedAt = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    StolenTime stolen = new StolenTime();
    List<BareReport.Level> levels = new ArrayList<>();
    terminal.println("sequences    decode tok/s   prefill tok/s");
    for (int count : sequences) {
      BareRun run = throughScheduler ? scheduled(count) : bare(count);
      levels.add(
          new BareReport.Level(
              new BareReport.Load(
                  "bare", count, run.tokensPerSecond(), run.prefillTokensPerSecond())));
      terminal.printf(
          Locale.ROOT,
          "%9d %15.1f %15.1f%n",
          count,
          run.tokensPerSecond(),
          run.prefillTokensPerSecond());
      terminal.flush();
    }
    if (out != null) {
      ReportFile.write(
          new BareReport(
              RunReport.FORMAT,
              label,
              startedAt,
              MachineFacts.ofThisMachine(),
              stolen.share(),
              notes(),
              levels),
          out);
    }
    return 0;
  }

  private BareRun bare(int count) throws Exception {
    try (LlamaModel loaded = LlamaModel.load(LlamaLibrary.load(), model, ModelOptions.defaults());
        BareLoop bare = new BareLoop(loaded, loop.context(count))) {
      return median(bare::run);
    }
  }

  private BareRun scheduled(int count) throws Exception {
    LlamaEngineOptions options =
        new LlamaEngineOptions(
            loop.positions(),
            count,
            1,
            512,
            loop.threads(),
            loop.poll(),
            0,
            GpuSplit.LAYER,
            List.of());
    try (BatchScheduler scheduler =
        BatchScheduler.start(
            LlamaEngine.load(LlamaLibrary.load(), model, options),
            TokenGate.OPEN,
            SchedulerSettings.DEFAULT)) {
      SchedulerLoop scheduled = new SchedulerLoop(scheduler);
      return median((prompt, length, seed) -> scheduled.run(count, prompt, length, seed));
    }
  }

  private interface Loop {
    BareRun run(int promptTokens, int tokens, long seed) throws Exception;
  }

  private BareRun median(Loop measured) throws Exception {
    measured.run(promptTokens, Math.min(tokens, 16), 0);
    List<BareRun> runs = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      runs.add(measured.run(promptTokens, tokens, round));
    }
    runs.sort(Comparator.comparingDouble(BareRun::tokensPerSecond));
    return runs.get(rounds / 2);
  }

  private Map<String, String> notes() {
    Map<String, String> notes = new LinkedHashMap<>(loop.notes());
    notes.put("model", model.getFileName().toString());
    notes.put("prompt-tokens", Integer.toString(promptTokens));
    notes.put("tokens", Integer.toString(tokens));
    return notes;
  }
}
