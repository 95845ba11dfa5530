// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.trust.ServerVerifier;
import io.adyton.attestation.trust.TrustPolicy;
import io.adyton.cli.UserError;
import io.adyton.provenance.receipt.ReceiptAppraisal;
import io.adyton.provenance.receipt.ReceiptBundle;
import io.adyton.provenance.receipt.ReceiptVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a receipt is held against. */
final class ReceiptOptions {
  @Option(
      names = "--response",
      paramLabel = "FILE",
      description = "With a receipt: the exact body of the answer, to hold it against the receipt.")
  private @Nullable Path response;

  @Option(
      names = "--request",
      paramLabel = "FILE",
      description = "With a receipt: the exact body that was sent.")
  private @Nullable Path request;

  ReceiptAppraisal verify(Path file, TrustPolicy policy) throws IOException {
    ReceiptVerifier.Exhibits exhibits =
        new ReceiptVerifier.Exhibits(optional(request), optional(response));
    try {
      return new ReceiptVerifier(new ServerVerifier())
          .verify(ReceiptBundle.parse(read(file)), exhibits, policy);
    } catch (MalformedEvidenceException e) {
      throw UserError.malformed(
          "%s is no receipt (%s); get it with GET /v1/receipts/ID".formatted(file, e.getMessage()));
    }
  }

  private static Optional<Bytes> optional(@Nullable Path file) throws IOException {
    return file == null ? Optional.empty() : Optional.of(read(file));
  }

  private static Bytes read(Path file) throws IOException {
    try {
      return Bytes.of(Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      throw UserError.malformed("there is no file " + file + "; name a receipt or its answer");
    }
  }
}
