// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import io.adyton.attestation.bytes.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * What the hardware signs: a digest of the caller's nonce and of everything bound.
 *
 * <p>{@code SHA-384("adyton-anchor-v1" || nonce || SHA-384(bound))}, 48 bytes. Report data of 64
 * bytes hold it followed by zeros; the qualifying data of a TPM 2.0 quote hold it as it is, or its
 * SHA-256 where the TPM knows no SHA-384.
 *
 * @param value 48 bytes
 */
public record Anchor(Bytes value) {
  /** Length of a nonce in bytes. */
  public static final int NONCE_BYTES = 32;

  private static final Bytes TAG = Bytes.of("adyton-anchor-v1".getBytes(StandardCharsets.US_ASCII));
  private static final int REPORT_DATA_PADDING = 16;

  /**
   * Computes the anchor.
   *
   * @param nonce 32 bytes
   * @param bound the bytes of BOUND as they are carried
   * @throws IllegalArgumentException if the nonce has another length
   */
  public static Anchor of(Bytes nonce, Bytes bound) {
    if (nonce.length() != NONCE_BYTES) {
      throw new IllegalArgumentException(
          "a nonce has %d bytes, but got %d".formatted(NONCE_BYTES, nonce.length()));
    }
    return new Anchor(Bytes.concat(TAG, nonce, bound.digest("SHA-384")).digest("SHA-384"));
  }

  /**
   * Returns the anchor that holds a digest of another protocol, followed by zeros.
   *
   * @param digest 32 bytes
   * @throws IllegalArgumentException if it has another length
   */
  public static Anchor ofDigest(Bytes digest) {
    if (digest.length() != NONCE_BYTES) {
      throw new IllegalArgumentException(
          "expected a digest of %d bytes, but got %d".formatted(NONCE_BYTES, digest.length()));
    }
    return new Anchor(Bytes.concat(digest, Bytes.of(new byte[REPORT_DATA_PADDING])));
  }

  /** Returns the 64 bytes of report data that hold the anchor. */
  public Bytes reportData() {
    return Bytes.concat(value, Bytes.of(new byte[REPORT_DATA_PADDING]));
  }

  /** Returns the 32 bytes that stand for the anchor on a TPM without SHA-384. */
  public Bytes shortened() {
    return value.digest("SHA-256");
  }
}
