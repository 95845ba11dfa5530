// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.cli.CommandGroup;
import io.adyton.cli.DataCommand;
import io.adyton.cli.UserError;
import io.adyton.provenance.log.Checkpoint;
import io.adyton.provenance.log.DamagedLogException;
import io.adyton.provenance.log.LogReader;
import io.adyton.provenance.log.LoggedLeaf;
import io.adyton.provenance.receipt.ReceiptBundle;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code adyton log}. */
@Command(
    name = "log",
    description = "Look into the log of receipts in the data directory, and change nothing.",
    subcommands = {LogCommand.Verify.class, LogCommand.Prove.class})
public final class LogCommand extends CommandGroup {
  private static final String DIRECTORY = "log";

  private interface Reading {
    void read(LogReader log) throws IOException, DamagedLogException;
  }

  private static void read(Path data, Reading reading) {
    Path directory = data.resolve(DIRECTORY);
    try (LogReader log = LogReader.open(directory)) {
      reading.read(log);
    } catch (DamagedLogException e) {
      throw UserError.rejected(
          "the log in %s is damaged: %s; restore it from a copy"
              .formatted(directory, e.getMessage()));
    } catch (IOException e) {
      throw UserError.failed(
          e.getMessage() + "; name the data directory of a server with --data-dir");
    }
  }

  /** {@code adyton log verify}. */
  @Command(
      name = "verify",
      description = "Hash every leaf anew and demand that tiles and checkpoint follow from them.")
  static final class Verify extends DataCommand {
    @Override
    public void run() {
      read(
          dataDirectory(),
          log -> {
            Optional<Checkpoint> checkpoint = log.verify();
            out().println("key " + log.key().text());
            out()
                .println(
                    checkpoint
                        .map(
                            holds ->
                                "verified: %d leaves, root %s"
                                    .formatted(holds.size(), holds.root().hex()))
                        .orElse("verified: no leaves yet"));
          });
    }
  }

  /** {@code adyton log prove}. */
  @Command(
      name = "prove",
      description = {
        "Write a receipt anew, with a proof that leads to the log's checkpoint of now.",
        "Exit code 10 if the receipt is not in this log."
      })
  static final class Prove extends DataCommand {
    @Parameters(paramLabel = "RECEIPT", description = "What GET /v1/receipts/ID answered.")
    private Path file;

    @Override
    public void run() {
      ReceiptBundle bundle = bundle();
      read(
          dataDirectory(),
          log -> {
            LoggedLeaf logged =
                log.find(bundle.receipt().leaf())
                    .orElseThrow(
                        () ->
                            UserError.rejected(
                                file
                                    + " is not in this log; it is in that of the server that gave it"));
            ReceiptBundle proven =
                new ReceiptBundle(bundle.receipt().with(logged), bundle.evidence());
            out().println(new String(proven.toBytes().toArray(), StandardCharsets.UTF_8));
          });
    }

    private ReceiptBundle bundle() {
      try {
        return ReceiptBundle.parse(Bytes.of(Files.readAllBytes(file)));
      } catch (MalformedEvidenceException e) {
        throw UserError.malformed("%s is no receipt (%s)".formatted(file, e.getMessage()));
      } catch (IOException e) {
        throw UserError.malformed("cannot read %s (%s)".formatted(file, e.getMessage()));
      }
    }
  }
}
