// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a server says of one answer. Nothing of what was asked or answered but digests.
 *
 * @param id its name
 * @param issued when it was made, in whole seconds, by the server's clock
 * @param level the assurance level the server claims
 * @param evidence SHA-256 of the evidence document that names the key which signs this
 * @param salt 16 bytes drawn at random, so that the log's leaf tells nothing
 * @param nonce what the client wanted to be in here, 16 to 32 bytes
 * @param request what came
 * @param status of the answer
 * @param body what went
 * @param work how a model made it; absent where none was asked
 */
public record Receipt(
    ReceiptId id,
    Instant issued,
    int level,
    Bytes evidence,
    Bytes salt,
    Optional<Bytes> nonce,
    Request request,
    int status,
    Body body,
    Optional<Work> work) {
  /** The profile of receipts in this form. */
  public static final String PROFILE = "tag:adyton.io,2026:receipt#1";

  /** Length of the salt in bytes. */
  public static final int SALT_BYTES = 16;

  /**
   * What came.
   *
   * @param method of HTTP
   * @param path without the query
   * @param sha256 of the exact bytes of the body; absent where none was read
   */
  public record Request(String method, String path, Optional<Bytes> sha256) {}

  /** What went. */
  public sealed interface Body {
    /** Returns how many bytes are vouched for. */
    long bytes();

    /** Returns whether the server sent all there is. */
    boolean complete();

    /**
     * One piece.
     *
     * @param sha256 of its exact bytes
     * @param bytes how many
     */
    record Whole(Bytes sha256, long bytes) implements Body {
      @Override
      public boolean complete() {
        return true;
      }
    }

    /**
     * Server-sent events.
     *
     * @param chain the last hash of {@link EventChain}
     * @param events how many; what follows them is no part of the answer
     * @param bytes how many, comments left out
     * @param complete whether the answer came to its end
     */
    record Streamed(Bytes chain, long events, long bytes, boolean complete) implements Body {}
  }

  /**
   * How a model made an answer.
   *
   * @param model which one, and in what
   * @param sampling the settings in effect
   * @param outcome what became of it; absent where the request was refused
   */
  public record Work(Model model, Optional<Sampling> sampling, Optional<Outcome> outcome) {}

  /**
   * A model as it was loaded.
   *
   * @param name how requests call it
   * @param manifest SHA-256 of its manifest; of its file until there are manifests
   * @param engine SHA-256 over the native libraries
   * @param template SHA-256 of the chat template
   * @param contextTokens how many tokens its context has
   */
  public record Model(
      String name, Bytes manifest, Bytes engine, Bytes template, int contextTokens) {}

  /**
   * What became of an answer.
   *
   * @param finishReason as clients read it; absent where it broke off
   * @param promptTokens how many
   * @param completionTokens how many
   * @param cachedTokens how many of the prompt's were there already
   */
  public record Outcome(
      Optional<String> finishReason, int promptTokens, int completionTokens, int cachedTokens) {}

  /** Writes the bytes that are signed and carried. */
  public Bytes toBytes() {
    return ReceiptFormat.write(this).toBytes();
  }

  /**
   * Reads a receipt.
   *
   * @throws MalformedEvidenceException if a member is missing, unknown, there twice or of another
   *     form
   */
  public static Receipt parse(Bytes payload) throws MalformedEvidenceException {
    return ReceiptFormat.read(payload);
  }
}
