// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.trust.ServerAppraisal;
import io.adyton.attestation.trust.ServerVerifier;
import io.adyton.attestation.trust.TrustPolicy;
import io.adyton.provenance.log.Checkpoint;
import io.adyton.provenance.log.LoggedLeaf;
import io.adyton.provenance.log.MalformedNoteException;
import io.adyton.provenance.log.NoteKey;
import io.adyton.provenance.receipt.Receipt.Body;
import io.adyton.provenance.receipt.Receipt.Model;
import io.adyton.provenance.receipt.Receipt.Work;
import java.util.Optional;

/**
 * Walks from an answer back to its weights and further, as far as there is something to walk on.
 *
 * <p>Asks no clock, no network and no file: evidence must have been valid when the receipt says it
 * was made. Thread-safe. Nothing in a bundle makes it throw.
 */
public final class ReceiptVerifier {
  private final ServerVerifier servers;

  /** Believes what {@code servers} believes of evidence. */
  public ReceiptVerifier(ServerVerifier servers) {
    this.servers = servers;
  }

  /**
   * What is at hand beside the receipt.
   *
   * @param request the exact body that was sent
   * @param response the exact body that came
   */
  public record Exhibits(Optional<Bytes> request, Optional<Bytes> response) {
    /** The receipt alone. */
    public static final Exhibits NONE = new Exhibits(Optional.empty(), Optional.empty());
  }

  /** Verifies a bundle. */
  public ReceiptAppraisal verify(ReceiptBundle bundle, Exhibits exhibits, TrustPolicy policy) {
    Appraisal appraisal = new Appraisal();
    Receipt receipt;
    try {
      receipt = Receipt.parse(bundle.receipt().payload());
    } catch (MalformedEvidenceException e) {
      return new ReceiptAppraisal(appraisal.malformed(e), 0, Optional.empty());
    }
    requireExhibits(receipt, exhibits, appraisal);
    appraisal.requireEqual(
        "evidence.digest",
        Reason.BINDING,
        Source.VERIFIER_DERIVED,
        receipt.evidence(),
        bundle.evidence().digest("SHA-256"));
    ServerAppraisal server = servers.verifyKept(bundle.evidence(), receipt.issued(), policy);
    copy(server, appraisal);
    if (server.bound().isPresent()) {
      Bound bound = server.bound().get();
      requireSignature(bundle.receipt(), bound, appraisal);
      requireLog(bundle.receipt(), bound, appraisal);
      receipt.work().ifPresent(work -> requireWeights(work, bound, appraisal));
    }
    requireLevel(receipt, server, appraisal);
    tellWhatIsMissing(receipt, appraisal);
    return new ReceiptAppraisal(appraisal.verdict(), server.level(), Optional.of(receipt));
  }

  private static void requireExhibits(Receipt receipt, Exhibits exhibits, Appraisal appraisal) {
    if (exhibits.request().isPresent()) {
      Bytes found = exhibits.request().get().digest("SHA-256");
      appraisal.require(
          "request",
          Reason.BINDING,
          Source.VERIFIER_DERIVED,
          receipt.request().sha256().equals(Optional.of(found)),
          receipt.request().sha256().map(Bytes::hex).orElse("no body"),
          found.hex());
    }
    if (exhibits.response().isPresent()) {
      String expected = inWords(receipt.body());
      String found = ResponseText.describe(receipt, exhibits.response().get());
      appraisal.require(
          "response",
          Reason.BINDING,
          Source.VERIFIER_DERIVED,
          found.equals(expected),
          expected,
          found);
    } else {
      appraisal.unknown(
          "response",
          Reason.BINDING,
          Source.VERIFIER_DERIVED,
          "the answer itself, to hold it against the receipt",
          "no answer was given");
    }
  }

  static String inWords(Body body) {
    return switch (body) {
      case Body.Whole whole -> "sha-256 " + whole.sha256().hex();
      case Body.Streamed streamed ->
          "%d events that chain to %s".formatted(streamed.events(), streamed.chain().hex());
    };
  }

  private static void copy(ServerAppraisal server, Appraisal appraisal) {
    for (Check check : server.verdict().checks()) {
      String id = "evidence." + check.id();
      switch (check.status()) {
        case ASSERTED, REFUTED ->
            appraisal.require(
                id,
                check.reason(),
                check.source(),
                check.status() == Check.Status.ASSERTED,
                check.expected(),
                check.found());
        case UNKNOWN ->
            appraisal.unknown(id, check.reason(), check.source(), check.expected(), check.found());
      }
    }
    appraisal.require(
        "evidence",
        Reason.NOT_EVIDENCE,
        Source.VERIFIER_DERIVED,
        server.isAccepted(),
        "evidence that the policy accepts",
        server.isAccepted() ? "so" : "evidence that it does not accept");
  }

  private static void requireSignature(SignedReceipt receipt, Bound bound, Appraisal appraisal) {
    boolean signed = receipt.isBy(bound.receiptKey());
    appraisal.require(
        "receipt.signature",
        Reason.SIGNATURE,
        Source.VERIFIER_DERIVED,
        signed,
        "a signature by the receipt key that the evidence names",
        signed ? "so" : "none by that key");
  }

  private static void requireLog(SignedReceipt receipt, Bound bound, Appraisal appraisal) {
    if (receipt.logged().isEmpty()) {
      appraisal.unknown(
          "log",
          Reason.NOT_EVIDENCE,
          Source.OPERATOR_ASSERTED,
          "a proof that the receipt is in the log",
          "none; the server can deny that it gave this receipt to others");
      return;
    }
    LoggedLeaf logged = receipt.logged().get();
    Optional<Checkpoint> checkpoint = checkpoint(logged, bound);
    appraisal.require(
        "log.checkpoint",
        Reason.SIGNATURE,
        Source.VERIFIER_DERIVED,
        checkpoint.isPresent(),
        "a checkpoint by the log key that the evidence names",
        checkpoint.map(Checkpoint::origin).orElse("none by that key"));
    checkpoint.ifPresent(
        committed ->
            appraisal.require(
                "log.inclusion",
                Reason.BINDING,
                Source.VERIFIER_DERIVED,
                committed.size() == logged.proof().size()
                    && logged.proof().root(receipt.leaf()).equals(Optional.of(committed.root())),
                "a path from this receipt to the root over %d leaves".formatted(committed.size()),
                "leaf %d of %d".formatted(logged.proof().index(), logged.proof().size())));
  }

  private static Optional<Checkpoint> checkpoint(LoggedLeaf logged, Bound bound) {
    if (bound.logKey().isEmpty()) {
      return Optional.empty();
    }
    try {
      Checkpoint checkpoint = Checkpoint.parse(logged.checkpoint().text());
      NoteKey key = NoteKey.ofSpki(checkpoint.origin(), NoteKey.Kind.LOG, bound.logKey().get());
      return logged.checkpoint().signedBy(key).map(at -> checkpoint);
    } catch (MalformedNoteException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static void requireWeights(Work work, Bound bound, Appraisal appraisal) {
    Model model = work.model();
    appraisal.require(
        "weights",
        Reason.MEASUREMENT,
        Source.VERIFIER_DERIVED,
        bound.models().contains(new Bound.Model(model.name(), model.manifest())),
        "a model that the evidence names",
        model.name() + " " + model.manifest().hex());
    appraisal.requireEqual(
        "engine",
        Reason.MEASUREMENT,
        Source.VERIFIER_DERIVED,
        bound.engine().sha256(),
        model.engine());
  }

  private static void requireLevel(Receipt receipt, ServerAppraisal server, Appraisal appraisal) {
    appraisal.require(
        "level",
        Reason.BINDING,
        Source.VERIFIER_DERIVED,
        server.document().map(EvidenceDocument::level).equals(Optional.of(receipt.level())),
        "the level that the evidence claims",
        "AL" + receipt.level());
  }

  private static void tellWhatIsMissing(Receipt receipt, Appraisal appraisal) {
    if (receipt.work().isEmpty()) {
      return;
    }
    appraisal.unknown(
        "certificate",
        Reason.NOT_EVIDENCE,
        Source.PROVIDER_ASSERTED,
        "a certificate of the run that made the weights",
        "none; nothing says how they were made");
    appraisal.unknown(
        "data",
        Reason.NOT_EVIDENCE,
        Source.PROVIDER_ASSERTED,
        "digests of the data the weights were made from",
        "none, without a certificate");
  }
}
