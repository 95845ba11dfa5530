// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A software TPM (swtpm) of one directory: for trials and tests, since whoever owns the directory
 * owns every key in it. It proves nothing about a machine.
 *
 * <p>Its certificates come from an authority of the directory’s own, made with it. Thread-safe.
 */
public final class SoftwareTpm implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SoftwareTpm.class);
  private static final Bytes SHUTDOWN_CLEAR = Bytes.ofHex("80010000000c000001450000");
  private static final int ATTEMPTS = 5;
  private static final long PATIENCE_SECONDS = 60;
  private static final long POLL_MILLIS = 10;

  private final Process process;
  private final Path directory;
  private final InetSocketAddress address;

  private SoftwareTpm(Process process, Path directory, InetSocketAddress address) {
    this.process = process;
    this.directory = directory;
    this.address = address;
  }

  /** swtpm is not installed; the message says how to get it. */
  public static final class MissingException extends IOException {
    private static final long serialVersionUID = 1L;

    private MissingException(String program, IOException cause) {
      super(
          "expected %s on the PATH, found none; install it ('apt install swtpm swtpm-tools')"
              .formatted(program),
          cause);
    }
  }

  /**
   * Starts the software TPM that lives in {@code directory}, as after a reboot; makes it first if
   * the directory holds none.
   *
   * @throws MissingException if swtpm is not installed
   * @throws IOException if it does not start; the message has its last words
   */
  public static SoftwareTpm start(Path directory) throws IOException, InterruptedException {
    if (!Files.exists(directory.resolve("tpm2-00.permall"))) {
      manufacture(directory);
    }
    for (int attempt = 1; ; attempt++) {
      InetSocketAddress address =
          new InetSocketAddress(InetAddress.getLoopbackAddress(), pairOfFreePorts());
      Process process = launch(directory, address);
      if (awaitReady(process, address)) {
        return new SoftwareTpm(process, directory, address);
      }
      process.destroyForcibly().waitFor();
      if (attempt == ATTEMPTS) {
        throw new IOException(
            "expected swtpm to start, found: " + lastWords(directory.resolve("swtpm.log")));
      }
    }
  }

  /** Returns where it takes commands. */
  public InetSocketAddress address() {
    return address;
  }

  /** Returns the same as {@link TpmTransport#open} reads it. */
  public String location() {
    return "tcp:%s:%d".formatted(address.getAddress().getHostAddress(), address.getPort());
  }

  /** Connects. It serves one connection at a time; a second one waits for the first to close. */
  public TpmTransport connect() throws IOException {
    return TpmTransport.socket(address);
  }

  /** Returns the process, for whoever must end it when all else fails. */
  public ProcessHandle process() {
    return process.toHandle();
  }

  /** Returns the certificates that lead from the endorsement certificate to its root, PEM. */
  public List<Bytes> authority() throws IOException {
    Path authority = authority(directory);
    return List.of(
        Bytes.of(Files.readAllBytes(authority.resolve("issuer.pem"))),
        Bytes.of(Files.readAllBytes(authority.resolve("swtpm-localca-rootca-cert.pem"))));
  }

  /**
   * Shuts the TPM down as a machine does, and ends the process that was started; the directory
   * stays.
   */
  @Override
  public void close() {
    shutDown();
    process.destroy();
    boolean interrupted = false;
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Without it the TPM reports its clock as unsafe after the next start, and after some such starts
   * locks itself. Somebody who still holds the only connection keeps it from being told.
   */
  private void shutDown() {
    try (TpmTransport transport = connect()) {
      transport.transmit(SHUTDOWN_CLEAR);
    } catch (IOException e) {
      LOG.debug("the software TPM could not be shut down, only ended", e);
    }
  }

  private static void manufacture(Path directory) throws IOException, InterruptedException {
    Path authority = Files.createDirectories(authority(directory));
    Path configuration = directory.resolve("setup.conf");
    Files.writeString(
        authority.resolve("authority.conf"),
        """
        statedir = %1$s
        signingkey = %1$s/issuer-key.pem
        issuercert = %1$s/issuer.pem
        certserial = %1$s/serial
        """
            .formatted(authority));
    Files.writeString(
        authority.resolve("certificate.options"),
        """
        --platform-manufacturer Adyton
        --platform-version 1
        --platform-model software
        """);
    Files.writeString(
        configuration,
        """
        create_certs_tool = swtpm_localca
        create_certs_tool_config = %1$s/authority.conf
        create_certs_tool_options = %1$s/certificate.options
        """
            .formatted(authority));
    Path log = directory.resolve("setup.log");
    Process setup =
        run(
            log,
            directory,
            "swtpm_setup",
            "--tpm2",
            "--tpmstate",
            directory.toAbsolutePath().toString(),
            "--config",
            configuration.toAbsolutePath().toString(),
            "--create-ek-cert",
            "--pcr-banks",
            "sha1,sha256,sha384",
            "--overwrite");
    if (!setup.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      setup.destroyForcibly();
    }
    if (setup.waitFor() != 0) {
      throw new IOException("expected swtpm_setup to make a TPM, found: " + lastWords(log));
    }
  }

  private static Path authority(Path directory) {
    return directory.toAbsolutePath().resolve("authority");
  }

  private static Process launch(Path directory, InetSocketAddress address) throws IOException {
    String host = address.getAddress().getHostAddress();
    return run(
        directory.resolve("swtpm.log"),
        directory,
        "swtpm",
        "socket",
        "--tpm2",
        "--tpmstate",
        "dir=.",
        "--server",
        "type=tcp,port=%d,bindaddr=%s".formatted(address.getPort(), host),
        "--ctrl",
        "type=tcp,port=%d,bindaddr=%s".formatted(address.getPort() + 1, host),
        "--flags",
        "not-need-init,startup-clear");
  }

  private static Process run(Path log, Path directory, String... command) throws IOException {
    try {
      return new ProcessBuilder(command)
          .directory(directory.toFile())
          .redirectErrorStream(true)
          .redirectOutput(Redirect.to(log.toFile()))
          .redirectInput(Redirect.from(Path.of("/dev/null").toFile()))
          .start();
    } catch (IOException e) {
      throw new MissingException(command[0], e);
    }
  }

  /** tpm2-tools look for the control port right behind the data port. */
  private static int pairOfFreePorts() throws IOException {
    while (true) {
      try (ServerSocket first = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
          ServerSocket second =
              new ServerSocket(first.getLocalPort() + 1, 1, InetAddress.getLoopbackAddress())) {
        return second.getLocalPort() - 1;
      } catch (BindException | IllegalArgumentException _) {
        // Another pair is tried.
      }
    }
  }

  /** Whoever listens on the port and is not our process has taken it first. */
  private static boolean awaitReady(Process process, InetSocketAddress address)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < deadline) {
      if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        return false;
      }
      try (TpmTransport _ = TpmTransport.socket(address)) {
        return process.isAlive();
      } catch (IOException e) {
        if (!(e.getCause() instanceof ConnectException)) {
          throw e;
        }
      }
    }
    return false;
  }

  private static String lastWords(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log);
    return lines.isEmpty() ? "no word of it" : lines.getLast();
  }
}
