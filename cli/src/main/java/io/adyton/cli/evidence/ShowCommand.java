// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.evidence;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.cli.Json;
import io.adyton.cli.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton evidence show}. */
@Command(
    name = "show",
    description =
        "Print what a piece of evidence says, in words. What it is, is told by its structure. It is"
            + " read and not verified: no signature is checked, so anybody may have written it.",
    mixinStandardHelpOptions = true,
    sortOptions = false)
final class ShowCommand implements Runnable {
  private static final int MAX_BYTES = 16 << 20;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "FILE",
      description =
          "A report, quote, document, chain, manifest or event log; raw, hexadecimal, base64, PEM,"
              + " XML or JSON.")
  private Path file;

  @Option(names = "--json", description = "Print one JSON document.")
  private boolean json;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Reading reading = Reading.of(file.toString(), bytes(file));
    if (json) {
      out.println(Json.write(reading.document()));
    } else {
      reading.print(out);
    }
  }

  private static Bytes bytes(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      byte[] bytes = stream.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw UserError.malformed(file + " is larger than 16 MiB, which no evidence is");
      }
      return Bytes.of(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
