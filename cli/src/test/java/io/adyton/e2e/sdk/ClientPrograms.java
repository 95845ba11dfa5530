// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.opentest4j.TestAbortedException;

/**
 * Installs the client programs, each into a folder named after the digest of its lock file, so that
 * a second run installs nothing.
 */
final class ClientPrograms {
  private static final Path SOURCES = Path.of("src/test/clients");
  private static final Path INSTALLED = Path.of("target/clients");
  private static final int INSTALL_LIMIT_MINUTES = 5;

  private ClientPrograms() {}

  /** Returns the command that runs the Python client. */
  static List<String> python() throws IOException {
    Path source = SOURCES.resolve("python");
    Path lock = source.resolve("requirements.txt");
    Path home = INSTALLED.resolve("python-" + digest(lock));
    Path interpreter = home.resolve("bin/python");
    if (!Files.exists(home.resolve("installed"))) {
      run(
          home,
          "Python 3.11 or later",
          "python3",
          "-c",
          "import sys; sys.exit(sys.version_info < (3, 11))");
      run(home, "Python's venv module", "python3", "-m", "venv", absolute(home));
      run(
          home,
          "the Python packages of " + lock,
          absolute(interpreter),
          "-m",
          "pip",
          "install",
          "--quiet",
          "--disable-pip-version-check",
          "--no-deps",
          "--require-hashes",
          "--only-binary",
          ":all:",
          "--requirement",
          absolute(lock));
      Files.createFile(home.resolve("installed"));
    }
    return List.of(absolute(interpreter), absolute(source.resolve("client.py")));
  }

  /** Returns the command that runs the Node client. */
  static List<String> node() throws IOException {
    Path source = SOURCES.resolve("node");
    Path home = INSTALLED.resolve("node-" + digest(source.resolve("package-lock.json")));
    Path program = home.resolve("client.mjs");
    if (!Files.exists(home.resolve("installed"))) {
      run(home, "Node.js", "node", "--version");
      for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
        Files.copy(source.resolve(file), home.resolve(file), StandardCopyOption.REPLACE_EXISTING);
      }
      run(home, "the packages of package-lock.json", "npm", "ci", "--silent");
      if (!Files.isDirectory(home.resolve("node_modules/openai"))) {
        throw new TestAbortedException("skipped: npm installed nothing");
      }
      Files.createFile(home.resolve("installed"));
    }
    Files.copy(source.resolve("client.mjs"), program, StandardCopyOption.REPLACE_EXISTING);
    return List.of("node", absolute(program));
  }

  private static void run(Path home, String what, String... command) throws IOException {
    Files.createDirectories(home);
    List<String> words = new ArrayList<>(List.of(command));
    Process process;
    try {
      process =
          new ProcessBuilder(words)
              .directory(home.toFile())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("install.log").toFile())
              .start();
    } catch (IOException _) {
      throw new TestAbortedException(
          "skipped: needs " + what + ", but there is no " + words.getFirst());
    }
    try {
      if (!process.waitFor(INSTALL_LIMIT_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new TestAbortedException("skipped: " + what + " took too long to install");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while installing " + what, e);
    }
    if (process.exitValue() != 0) {
      throw new TestAbortedException(
          "skipped: needs " + what + "; " + home.resolve("install.log") + " says why it failed");
    }
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().toString();
  }

  private static String digest(Path file) throws IOException {
    try {
      byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return new BigInteger(1, sha256).toString(36).substring(0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
