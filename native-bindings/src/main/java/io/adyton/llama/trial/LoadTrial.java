// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama.trial;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Loads a model once in a process of its own, which libllama may end without harm.
 *
 * <p>The child has no environment but what keeps ggml from starting a debugger, no socket and no
 * key. It is ended when it takes too long or too much memory. A pass says that this file loads and
 * decodes; it says nothing about what the model answers.
 */
public final class LoadTrial {
  /** How a trial ended. */
  public sealed interface Outcome {
    /** It loaded, read text and computed two steps. */
    record Passed() implements Outcome {}

    /**
     * It did not.
     *
     * @param how half a sentence that follows "the model"
     */
    record Failed(String how) implements Outcome {}
  }

  private static final long LOOK_EVERY_MILLIS = 50;
  private static final long LEAST_NANOS = 60_000_000_000L;

  /** So much longer for each byte: 20 MB in a second, as slow disks read. */
  private static final long NANOS_PER_BYTE = 50;

  /** Room for the runtime, the context and repacked weights besides the file itself. */
  private static final long LEAST_MEMORY_BYTES = 2L << 30;

  /** Weights may be repacked into memory of their own. */
  private static final int MEMORY_PER_BYTE = 2;

  private final Path nativesCache;
  private final long leastNanos;
  private final long leastMemoryBytes;

  /**
   * A trial that uses the natives of this process.
   *
   * @param nativesCache where they are unpacked, as {@code LlamaLibrary.load} takes it
   */
  public LoadTrial(Path nativesCache) {
    this(nativesCache, LEAST_NANOS, LEAST_MEMORY_BYTES);
  }

  LoadTrial(Path nativesCache, long leastNanos, long leastMemoryBytes) {
    this.nativesCache = nativesCache;
    this.leastNanos = leastNanos;
    this.leastMemoryBytes = leastMemoryBytes;
  }

  /** Tries one file. */
  public Outcome run(Path model) throws IOException {
    long bytes = Files.size(model);
    Process child = start(nativesCache, List.of(model));
    child.getInputStream().close();
    return watch(
        child, leastNanos + bytes * NANOS_PER_BYTE, leastMemoryBytes + bytes * MEMORY_PER_BYTE);
  }

  /** Starts a child that tries files one after the other and prints a line for each. */
  static Process start(Path nativesCache, List<Path> models) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:ErrorFile=/dev/null",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED"));
    String natives = System.getProperty("adyton.natives.dir");
    if (natives != null) {
      command.add("-Dadyton.natives.dir=" + natives);
    }
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            LoadTrialMain.class.getName(),
            nativesCache.toAbsolutePath().toString()));
    models.forEach(model -> command.add(model.toAbsolutePath().toString()));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().clear();
    builder.environment().put("GGML_NO_BACKTRACE", "1");
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  private static Outcome watch(Process child, long nanos, long memoryBytes) {
    long start = System.nanoTime();
    try {
      while (!child.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        if (System.nanoTime() - start > nanos) {
          return new Outcome.Failed("did not load within " + nanos / 1_000_000_000L + " s");
        }
        if (residentBytes(child.pid()) > memoryBytes) {
          return new Outcome.Failed("took more than " + (memoryBytes >> 20) + " MiB to load");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Outcome.Failed("was not tried to the end");
    } finally {
      child.destroyForcibly();
    }
    return outcome(child.exitValue());
  }

  private static Outcome outcome(int status) {
    return switch (status) {
      case LoadTrialMain.PASSED -> new Outcome.Passed();
      case LoadTrialMain.REFUSED -> new Outcome.Failed("was refused by libllama");
      case LoadTrialMain.UNUSABLE -> new Outcome.Failed("could not be tried on this machine");
      default ->
          new Outcome.Failed(
              status > 128
                  ? "ended the process that tried it (signal " + (status - 128) + ")"
                  : "ended the process that tried it (status " + status + ")");
    };
  }

  /** What the process holds in memory, 0 where the system does not say. */
  private static long residentBytes(long pid) {
    Path status = Path.of("/proc", Long.toString(pid), "status");
    try {
      return Files.readAllLines(status, StandardCharsets.ISO_8859_1).stream()
          .filter(line -> line.startsWith("RssAnon:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
