// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.provenance.receipt.Receipt.Body;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Holds the body of an answer against its receipt. */
final class ResponseText {
  private static final int MOST_EVENT_BYTES = 16 << 20;
  private static final int DIGEST_BYTES = 32;
  private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ERROR = "data: {\"error\":".getBytes(StandardCharsets.US_ASCII);

  private ResponseText() {}

  /** Says what a body is, in the words for what the receipt expects. */
  static String describe(Receipt receipt, Bytes response) {
    return switch (receipt.body()) {
      case Body.Whole _ -> "sha-256 " + response.digest("SHA-256").hex();
      case Body.Streamed streamed -> describe(receipt, streamed, response);
    };
  }

  private static String describe(Receipt receipt, Body.Streamed streamed, Bytes response) {
    Bytes request = receipt.request().sha256().orElse(Bytes.of(new byte[DIGEST_BYTES]));
    Bytes manifest =
        receipt
            .work()
            .map(work -> work.model().manifest())
            .orElse(Bytes.of(new byte[DIGEST_BYTES]));
    EventChain chain = new EventChain(receipt.id(), request, manifest);
    int[] strangers = {0};
    int[] ends = {0};
    EventLines lines =
        new EventLines(
            (buffer, count) -> {
              if (chain.events() < streamed.events()) {
                chain.event(buffer, count);
              } else if (ends[0] == 0 && endsStream(buffer, count, streamed.complete())) {
                ends[0]++;
              } else {
                strangers[0]++;
              }
            },
            MOST_EVENT_BYTES);
    try {
      byte[] bytes = response.toArray();
      lines.accept(bytes, 0, bytes.length);
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
    if (lines.pending() > 0) {
      return "a stream that is cut inside an event";
    }
    if (strangers[0] > 0) {
      return "%d events more than that".formatted(strangers[0]);
    }
    return ReceiptVerifier.inWords(
        new Body.Streamed(chain.head(), chain.events(), chain.bytes(), streamed.complete()));
  }

  private static boolean endsStream(byte[] buffer, int count, boolean complete) {
    return complete
        ? Arrays.equals(buffer, 0, count, DONE, 0, DONE.length)
        : count > ERROR.length && Arrays.equals(buffer, 0, ERROR.length, ERROR, 0, ERROR.length);
  }
}
