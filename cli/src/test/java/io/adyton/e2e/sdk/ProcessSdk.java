// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A client that runs in a process of its own and is told what to do line by line. */
final class ProcessSdk implements Sdk {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final File MESSAGES = new File("target/clients/messages.log");

  private final String name;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;
  private final String version;

  private ProcessSdk(String name, Process process) throws IOException {
    this.name = name;
    this.process = process;
    this.commands = process.outputWriter();
    this.answers = process.inputReader();
    this.version = JSON.readTree(line()).get("version").asText();
  }

  static Sdk start(String name, List<String> command, Map<String, String> environment)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeIf(key -> key.startsWith("OPENAI_"));
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.appendTo(MESSAGES));
    return new ProcessSdk(name, builder.start());
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public synchronized List<SdkOutcome> run(SdkCommand command) {
    try {
      commands.write(JSON.writeValueAsString(command));
      commands.newLine();
      commands.flush();
      return JSON.readValue(line(), new TypeReference<List<SdkOutcome>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(name + " client broke off", e);
    }
  }

  @Override
  public void close() {
    try {
      commands.close();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException _) {
      process.destroyForcibly();
    } catch (InterruptedException _) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException(name + " client ended; its own messages are in " + MESSAGES);
    }
    return line;
  }
}
