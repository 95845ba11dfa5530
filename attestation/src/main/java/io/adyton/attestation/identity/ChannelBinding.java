// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.identity;

import io.adyton.attestation.bytes.Bytes;
import java.nio.charset.StandardCharsets;

/**
 * A signed statement that the holder of the receipt key ends this very TLS connection.
 *
 * @param channel exported keying material of the connection (RFC 9266), 32 bytes
 * @param nonce the client's, 32 bytes
 * @param evidence SHA-256 of the evidence document in the connection's certificate
 * @param signature by the receipt key over {@link #message}
 */
public record ChannelBinding(Bytes channel, Bytes nonce, Bytes evidence, Bytes signature) {
  /** Label of the exported keying material (RFC 9266). Its context is empty. */
  public static final String EXPORTER_LABEL = "EXPORTER-Channel-Binding";

  /** Length of the exported keying material in bytes. */
  public static final int CHANNEL_BYTES = 32;

  private static final Bytes TAG =
      Bytes.of("adyton-binding-v1\0".getBytes(StandardCharsets.US_ASCII));

  /** Returns what is signed. */
  public static Bytes message(Bytes channel, Bytes nonce, Bytes evidence) {
    return Bytes.concat(TAG, channel, nonce, evidence);
  }

  /** Returns whether {@code receiptKey} signed this; SubjectPublicKeyInfo in DER. */
  public boolean isBy(Bytes receiptKey) {
    return SigningKey.verifies(receiptKey, message(channel, nonce, evidence), signature);
  }
}
