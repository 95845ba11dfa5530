// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import io.adyton.e2e.http.RawHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * A server of its own, started as {@code ./adyton serve} starts it, with a data directory of its
 * own below {@code target/e2e}. Everything it prints is kept there, too.
 */
public final class AdytonProcess implements AutoCloseable {
  private static final Path HOME = Path.of("target/e2e");
  private static final int READY_LIMIT_SECONDS = 120;
  private static final int STOP_LIMIT_SECONDS = 300;
  private static final Pattern URL = Pattern.compile("https?://\\S+");

  private final Path home;
  private final Process process;
  private final CompletableFuture<List<URI>> ready = new CompletableFuture<>();
  private final Thread reader;

  private AdytonProcess(Path home, Process process) {
    this.home = home;
    this.process = process;
    this.reader = Thread.ofPlatform().name("adyton-stdout").daemon().start(this::readOutput);
  }

  /** Starts a server for a model and waits until it says that it is ready. */
  public static AdytonProcess serving(String name, TestModel model, String... arguments) {
    return starting(name, List.of(), model, arguments).awaitReady();
  }

  /** Starts a server with further flags for its virtual machine and does not wait for it. */
  public static AdytonProcess starting(
      String name, List<String> jvmFlags, TestModel model, String... arguments) {
    List<String> all =
        new ArrayList<>(
            List.of("serve", "--port", "0", "--http", "0", "--model", model.file().toString()));
    all.addAll(List.of(arguments));
    return running(name, jvmFlags, all);
  }

  /** Starts any command of Adyton. */
  public static AdytonProcess running(String name, List<String> jvmFlags, List<String> arguments) {
    try {
      Path home = HOME.resolve(name).toAbsolutePath();
      Files.createDirectories(home);
      ProcessBuilder builder = new ProcessBuilder(Launcher.command(jvmFlags, arguments));
      builder.environment().keySet().removeIf(key -> key.startsWith("ADYTON_"));
      builder.environment().putAll(Launcher.environment());
      builder.environment().put("ADYTON_HOME", home.resolve("data").toString());
      builder.redirectError(home.resolve("stderr.log").toFile());
      return new AdytonProcess(home, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start Adyton", e);
    }
  }

  /** Waits for the ready line. */
  public AdytonProcess awaitReady() {
    try {
      ready.get(READY_LIMIT_SECONDS, TimeUnit.SECONDS);
      return this;
    } catch (ExecutionException | TimeoutException e) {
      close();
      throw new IllegalStateException("Adyton did not become ready; see " + home, e);
    } catch (InterruptedException e) {
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Returns the API's plain address, such as {@code http://127.0.0.1:8080/v1}. */
  public URI http() {
    return api("http");
  }

  /** Returns the API's TLS address. */
  public URI https() {
    return api("https");
  }

  /** Returns a fresh connection to the plain port. */
  public RawHttp connect() {
    return RawHttp.to(http());
  }

  /** Fetches the server's certificate by a handshake and returns it as a PEM file. */
  public Path certificate() {
    return RawHttp.certificateOf(https(), home.resolve("certificate.pem"));
  }

  /** Returns the data directory. */
  public Path dataDirectory() {
    return home.resolve("data");
  }

  /** Returns everything printed so far, standard output before standard error. */
  public String printed() {
    return read("stdout.log") + read("stderr.log");
  }

  /** Returns the process. */
  public ProcessHandle handle() {
    return process.toHandle();
  }

  /** Asks the process to end (SIGTERM) and returns its exit status. */
  public int terminate() {
    process.destroy();
    return awaitEnd();
  }

  /** Ends the process at once (SIGKILL). */
  public void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Waits for the process to end, but no longer than given. */
  public void onExit(long time, TimeUnit unit) throws InterruptedException {
    process.waitFor(time, unit);
  }

  /** Waits for the process to end by itself and returns its exit status. */
  public int awaitEnd() {
    try {
      if (!process.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
        throw new IllegalStateException("Adyton did not end in time; see " + home);
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      terminate();
    }
  }

  private URI api(String scheme) {
    return ready.join().stream()
        .filter(url -> url.getScheme().equals(scheme))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + scheme + " address was printed"));
  }

  private void readOutput() {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        PrintWriter copy =
            new PrintWriter(
                Files.newBufferedWriter(home.resolve("stdout.log"), StandardCharsets.UTF_8),
                true)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        copy.println(line);
        if (line.startsWith("ready ")) {
          ready.complete(
              URL.matcher(line).results().map(MatchResult::group).map(URI::create).toList());
        }
      }
    } catch (IOException e) {
      ready.completeExceptionally(e);
    }
    ready.completeExceptionally(new IllegalStateException("Adyton ended: " + printed()));
  }

  private String read(String log) {
    try {
      Path file = home.resolve(log);
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
