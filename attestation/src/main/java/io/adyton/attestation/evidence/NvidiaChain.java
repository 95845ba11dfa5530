// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;
import java.util.Optional;

/**
 * An NVIDIA device certificate chain by itself.
 *
 * @param chain PEM, leaf first
 * @param root PEM of the trust root to use instead of the verifier’s own
 */
public record NvidiaChain(Bytes chain, Optional<Bytes> root) implements Evidence {}
