// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

import io.adyton.attestation.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A hash chain over the server-sent events of one answer:
 *
 * <pre>
 * h0 = SHA-256("adyton-stream-v1" ‖ receipt id ‖ SHA-256 of the request ‖ manifest of the model)
 * hi = SHA-256(h(i-1) ‖ length of event i, 4 bytes ‖ event i)
 * </pre>
 *
 * <p>Allocates nothing per event. Not thread-safe.
 */
public final class EventChain implements EventLines.Receiver {
  private static final byte[] TAG = "adyton-stream-v1".getBytes(StandardCharsets.US_ASCII);
  private static final int HASH_BYTES = 32;

  private final MessageDigest sha256;
  private final byte[] head = new byte[HASH_BYTES];
  private final byte[] length = new byte[Integer.BYTES];
  private long events;
  private long bytes;

  /**
   * Begins a chain.
   *
   * @param request SHA-256 of the request's body, 32 bytes
   * @param manifest of the model, 32 bytes
   */
  public EventChain(ReceiptId id, Bytes request, Bytes manifest) {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
    sha256.update(TAG);
    sha256.update(id.text().getBytes(StandardCharsets.US_ASCII));
    sha256.update(request.toArray());
    sha256.update(manifest.toArray());
    finish();
  }

  /** Adds one event. */
  @Override
  public void event(byte[] buffer, int count) {
    sha256.update(head);
    length[0] = (byte) (count >>> 24);
    length[1] = (byte) (count >>> 16);
    length[2] = (byte) (count >>> 8);
    length[3] = (byte) count;
    sha256.update(length);
    sha256.update(buffer, 0, count);
    finish();
    events++;
    bytes += count;
  }

  private void finish() {
    try {
      sha256.digest(head, 0, HASH_BYTES);
      sha256.reset(); // Zeroes the last block inside.
    } catch (DigestException e) {
      throw new IllegalStateException("32 bytes hold a SHA-256", e);
    }
  }

  /** Returns the newest hash. */
  public Bytes head() {
    return Bytes.of(head);
  }

  /** Returns how many events there were. */
  public long events() {
    return events;
  }

  /** Returns how many bytes they had. */
  public long bytes() {
    return bytes;
  }
}
