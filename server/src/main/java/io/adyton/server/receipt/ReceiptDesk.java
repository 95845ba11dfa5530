// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.receipt;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.provenance.log.TransparencyLog;
import io.adyton.provenance.receipt.Receipt;
import io.adyton.provenance.receipt.ReceiptBundle;
import io.adyton.provenance.receipt.ReceiptId;
import io.adyton.provenance.receipt.SignedReceipt;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;

/** Signs, logs and hands out the receipts of one server. Thread-safe. */
public final class ReceiptDesk {
  private static final int MOST_OWNED = 16_384;
  private static final int MOST_PUBLIC = 4_096;
  private static final String EVERYBODY = "";

  private final AttestedIdentity identity;
  private final TransparencyLog log;
  private final Executor workers;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final String unlogged;
  private final ReceiptShelf owned;
  private final ReceiptShelf unowned;

  /**
   * Creates the desk of a server.
   *
   * @param identity whose key signs
   * @param log where receipts are entered; stays the caller's
   * @param workers run what takes time
   * @param random draws names and salts; thread-safe
   * @param unlogged the error that is given instead of an answer that could not be logged, JSON
   */
  public ReceiptDesk(
      AttestedIdentity identity,
      TransparencyLog log,
      Executor workers,
      InstantSource clock,
      RandomGenerator random,
      String unlogged) {
    this.identity = identity;
    this.log = log;
    this.workers = workers;
    this.clock = clock;
    this.random = random;
    this.unlogged = unlogged;
    this.owned = new ReceiptShelf(MOST_OWNED, clock);
    this.unowned = new ReceiptShelf(MOST_PUBLIC, clock);
  }

  /**
   * Begins the receipt of one answer.
   *
   * @param method of the request
   * @param path of the request, without the query
   * @param loop runs what concerns the answer
   */
  public AnswerReceipt open(String method, String path, Executor loop) {
    return new AnswerReceipt(this, ReceiptId.draw(clock.instant(), random), method, path, loop);
  }

  /** Returns how the model of this server is named in receipts. */
  public Receipt.Model model(String name, Bytes manifest, Bytes template, int contextTokens) {
    return new Receipt.Model(name, manifest, identity.engine().sha256(), template, contextTokens);
  }

  /**
   * Signs a receipt, enters it in the log where somebody owns it, and keeps it.
   *
   * @param owner who may ask for it; empty for an answer to anybody
   * @return fails if it could not be logged
   */
  CompletableFuture<AnswerReceipt.Issued> issue(
      AnswerReceipt.Content content, Optional<String> owner) {
    return CompletableFuture.supplyAsync(() -> sign(content), workers)
        .thenCompose(issued -> owner.isPresent() ? logged(issued) : done(issued))
        .whenComplete(
            (issued, failure) -> {
              if (failure == null) {
                keep(issued, owner);
              }
            });
  }

  private AnswerReceipt.Issued sign(AnswerReceipt.Content content) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    Bytes evidence = identity.keptEvidence();
    byte[] salt = new byte[Receipt.SALT_BYTES];
    random.nextBytes(salt);
    Receipt receipt =
        new Receipt(
            content.id(),
            now,
            identity.level(),
            evidence.digest("SHA-256"),
            Bytes.of(salt),
            content.nonce(),
            content.request(),
            content.status(),
            content.body(),
            content.work());
    return new AnswerReceipt.Issued(
        content.id(),
        new ReceiptBundle(SignedReceipt.sign(receipt, identity.receiptKey()), evidence),
        content.signature().map(over -> over.headers(identity.receiptKey(), now)).orElse(Map.of()));
  }

  private CompletableFuture<AnswerReceipt.Issued> logged(AnswerReceipt.Issued issued) {
    SignedReceipt receipt = issued.bundle().receipt();
    return log.append(receipt.leaf()).thenApply(issued::with);
  }

  private static CompletableFuture<AnswerReceipt.Issued> done(AnswerReceipt.Issued issued) {
    return CompletableFuture.completedFuture(issued);
  }

  private void keep(AnswerReceipt.Issued issued, Optional<String> owner) {
    (owner.isPresent() ? owned : unowned)
        .keep(issued.id().text(), owner.orElse(EVERYBODY), issued.bundle());
  }

  /** Returns the receipt of this name, if {@code tenant} may see it. */
  public Optional<ReceiptBundle> find(String id, String tenant) {
    return owned.find(id, tenant).or(() -> unowned.find(id, EVERYBODY));
  }

  /** Returns the log. */
  public TransparencyLog log() {
    return log;
  }

  String unlogged() {
    return unlogged;
  }

  /** Returns SHA-256 of the evidence that vouches for receipts now. */
  Bytes evidenceDigest() {
    return identity.keptEvidence().digest("SHA-256");
  }
}
