// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.bytes.Bytes;
import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * The connection over which evidence came, as its client sees it.
 *
 * @param certificate what the server showed
 * @param nonce what the client drew for this question, 32 bytes
 * @param channel the client's own exported keying material, where the evidence must be bound to it
 * @param activation what the server's TPM answered to a challenge, where there is one
 */
public record ServerConnection(
    X509Certificate certificate,
    Bytes nonce,
    Optional<Bytes> channel,
    Optional<TpmActivation> activation) {}
