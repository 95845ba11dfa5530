// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** What a command printed, errors included, and how it ended. */
record ToolRun(int exitCode, String output) {
  /** Runs {@code command}, or skips the test where its program does not exist. */
  static ToolRun of(List<String> command) {
    return of(command, Map.of());
  }

  static ToolRun of(List<String> command, Map<String, String> environment) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new ToolRun(process.waitFor(), output);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      if (e.getMessage() != null && e.getMessage().contains("error=2")) {
        return abort("skipped: " + command.getFirst() + " was not found");
      }
      throw new UncheckedIOException(e);
    }
  }
}
