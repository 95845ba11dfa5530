// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.receipt;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.provenance.log.LoggedLeaf;
import io.adyton.provenance.receipt.AnswerSignature;
import io.adyton.provenance.receipt.EventChain;
import io.adyton.provenance.receipt.EventLines;
import io.adyton.provenance.receipt.Receipt;
import io.adyton.provenance.receipt.ReceiptBundle;
import io.adyton.provenance.receipt.ReceiptId;
import io.adyton.provenance.receipt.Sampling;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The receipt of one answer while the answer is made.
 *
 * <p>Confined to the connection's event loop; what is known of the request may be told by the one
 * thread that prepares it, before it hands the request back. Hashing allocates nothing per event.
 */
public final class AnswerReceipt {
  /** Is told whether an answer may end. Called once, on the event loop. */
  public interface Sealed {
    /** The receipt is signed, and logged where it belongs in the log. */
    void issued(Issued receipt);

    /**
     * It could not be logged, so the answer must not be given.
     *
     * @param error what to say instead, JSON
     */
    void refused(String error);
  }

  /**
   * A receipt that was given.
   *
   * @param id its name
   * @param bundle what {@code GET /v1/receipts/{id}} answers
   * @param headers for the answer's head, where it is one whole
   */
  public record Issued(ReceiptId id, ReceiptBundle bundle, Map<String, String> headers) {
    Issued with(LoggedLeaf proof) {
      return new Issued(
          id, new ReceiptBundle(bundle.receipt().with(proof), bundle.evidence()), headers);
    }

    /** Returns the receipt as it stands in a stream. */
    public String comment() {
      return ": adyton-receipt "
          + Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(bundle.receipt().json().toBytes().toArray())
          + "\n\n";
    }
  }

  /** What is signed. */
  record Content(
      ReceiptId id,
      Optional<Bytes> nonce,
      Receipt.Request request,
      int status,
      Receipt.Body body,
      Optional<Receipt.Work> work,
      Optional<AnswerSignature> signature) {}

  private static final Pattern NONCE = Pattern.compile(":([A-Za-z0-9+/]{22,43}={0,2}):");
  private static final int LEAST_NONCE_BYTES = 16;
  private static final int MOST_NONCE_BYTES = 32;
  private static final int MOST_EVENT_BYTES = 16 << 20;
  private static final int OK = 200;
  private static final Bytes NO_DIGEST = Bytes.of(new byte[32]);

  private final ReceiptDesk desk;
  private final ReceiptId id;
  private final String method;
  private final String path;
  private final Executor loop;
  private final MessageDigest whole = BodyDigest.sha256();
  private long wholeBytes;
  private Optional<String> owner = Optional.empty();
  private Optional<Bytes> nonce = Optional.empty();
  private Optional<Bytes> requestDigest = Optional.empty();
  private Optional<Receipt.Model> model = Optional.empty();
  private Optional<Sampling> sampling = Optional.empty();
  private Optional<Receipt.Outcome> outcome = Optional.empty();
  private @Nullable EventChain chain;
  private @Nullable EventLines lines;
  private boolean sealed;

  AnswerReceipt(ReceiptDesk desk, ReceiptId id, String method, String path, Executor loop) {
    this.desk = desk;
    this.id = id;
    this.method = method;
    this.path = path;
    this.loop = loop;
  }

  /** Returns the receipt's name. */
  public ReceiptId id() {
    return id;
  }

  /** Returns the evidence it will rest on, as a header spells digests. */
  public String evidence() {
    return "sha-256=:" + Base64.getEncoder().encodeToString(desk.evidenceDigest().toArray()) + ":";
  }

  /**
   * Takes what the client wants to find in its receipt.
   *
   * @param header 16 to 32 bytes as a byte sequence of RFC 9651, {@code :base64:}
   * @return whether it is that
   */
  public boolean nonce(String header) {
    var form = NONCE.matcher(header);
    if (!form.matches()) {
      return false;
    }
    try {
      Bytes given = Bytes.of(Base64.getDecoder().decode(form.group(1)));
      nonce =
          Optional.of(given)
              .filter(
                  bytes ->
                      bytes.length() >= LEAST_NONCE_BYTES && bytes.length() <= MOST_NONCE_BYTES);
      return nonce.isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The answer is for {@code tenant}, and its receipt belongs in the log. */
  public void ownedBy(String tenant) {
    owner = Optional.of(tenant);
  }

  /** The request had a body. */
  public void asked(Bytes sha256) {
    requestDigest = Optional.of(sha256);
  }

  /** A model was asked for. */
  public void by(Receipt.Model asked) {
    model = Optional.of(asked);
  }

  /** It draws tokens like this. */
  public void drawn(Sampling settings) {
    sampling = Optional.of(settings);
  }

  /** The model is done. */
  public void came(Receipt.Outcome end) {
    outcome = Optional.of(end);
  }

  /** The answer is a stream of events, and begins now. */
  public void openStream() {
    EventChain begun =
        new EventChain(
            id,
            requestDigest.orElse(NO_DIGEST),
            model.map(Receipt.Model::manifest).orElse(NO_DIGEST));
    chain = begun;
    lines = new EventLines(begun, MOST_EVENT_BYTES);
  }

  /** Takes bytes of the body before they are sent. */
  public void bytes(byte[] array, int offset, int count) {
    if (sealed) {
      return;
    }
    if (lines != null) {
      lines.accept(array, offset, count);
    } else {
      whole.update(array, offset, count);
      wholeBytes += count;
    }
  }

  /** The whole body was taken: signs, logs, and says what may be sent. */
  public void seal(int status, String contentType, Sealed then) {
    Bytes digest = BodyDigest.finish(whole);
    issue(
        status,
        new Receipt.Body.Whole(digest, wholeBytes),
        Optional.of(new AnswerSignature(status, contentType, digest, id, request())),
        then);
  }

  /**
   * The last event was taken: signs, logs, and says what may be sent.
   *
   * @param complete whether the answer came to its end
   */
  public void sealStream(boolean complete, Sealed then) {
    if (chain != null && lines != null && !sealed) {
      lines.close();
      issue(
          OK,
          new Receipt.Body.Streamed(chain.head(), chain.events(), chain.bytes(), complete),
          Optional.empty(),
          then);
    }
  }

  private Receipt.Request request() {
    return new Receipt.Request(method, path, requestDigest);
  }

  private void issue(
      int status, Receipt.Body body, Optional<AnswerSignature> signature, Sealed then) {
    sealed = true;
    Optional<Receipt.Work> work = model.map(used -> new Receipt.Work(used, sampling, outcome));
    var _ =
        desk.issue(new Content(id, nonce, request(), status, body, work, signature), owner)
            .whenCompleteAsync(
                (issued, failure) -> {
                  if (failure == null) {
                    then.issued(issued);
                  } else {
                    then.refused(desk.unlogged());
                  }
                },
                loop);
  }
}
