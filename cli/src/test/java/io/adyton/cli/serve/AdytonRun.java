// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/** The packaged program in a process of its own, with everything it printed. */
public final class AdytonRun implements AutoCloseable {
  private static final Path JAR = Path.of("target", "dist", "adyton.jar");
  private static final int LIMIT_SECONDS = 120;

  private final Process process;
  private final Path err;

  private AdytonRun(Process process, Path err) {
    this.process = process;
    this.err = err;
  }

  /** Returns the command line of the packaged program. */
  public static List<String> command(String... arguments) {
    if (!Files.exists(JAR)) {
      throw new TestAbortedException("skipped: Adyton is not packaged; run ./adyton test");
    }
    List<String> command =
        new ArrayList<>(
            List.of(
                "sh",
                "-c",
                "ulimit -c 0; exec \"$@\"",
                "adyton",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:+DisableAttachMechanism",
                "-Dstdout.encoding=UTF-8",
                "-jar",
                JAR.toAbsolutePath().toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** Returns the file of the small catalog model, or skips the test. */
  public static String model() {
    String models = System.getProperty("adyton.test.models");
    Path file = Path.of(models == null ? "" : models, "smollm2-135m-instruct.gguf");
    if (!Files.exists(file)) {
      throw new TestAbortedException("skipped: no model; run ./adyton test");
    }
    return file.toString();
  }

  /** Starts the program on a data directory. */
  public static AdytonRun start(Path data, Map<String, String> environment, String... arguments)
      throws IOException {
    Path err = Files.createTempFile("adyton", ".err");
    ProcessBuilder builder = new ProcessBuilder(command(arguments)).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("ADYTON_"));
    builder.environment().put("ADYTON_HOME", data.toString());
    builder.environment().putAll(environment);
    return new AdytonRun(builder.start(), err);
  }

  /** Returns the process. */
  public Process process() {
    return process;
  }

  /** Returns the lines of standard output up to the one that begins so. */
  public List<String> linesUpTo(String beginning) throws IOException {
    BufferedReader output = process.inputReader();
    List<String> lines = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      lines.add(line);
      if (line.startsWith(beginning)) {
        return lines;
      }
    }
    throw new IllegalStateException("it ended before '" + beginning + "': " + lines + err());
  }

  /** Returns all of standard output, once it has ended. */
  public String out() throws IOException {
    return String.join("\n", process.inputReader().lines().toList());
  }

  /** Returns standard error so far. */
  public String err() throws IOException {
    return Files.readString(err);
  }

  /** Returns the exit status, once it has ended. */
  public int status() throws InterruptedException {
    if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("Adyton did not end");
    }
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroyForcibly();
    Files.deleteIfExists(err);
  }
}
