// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;
import java.util.Optional;

/**
 * An NVIDIA reference integrity manifest by itself.
 *
 * @param manifest SWID XML
 * @param root PEM of the trust root to use instead of the verifier’s own
 */
public record NvidiaManifest(Bytes manifest, Optional<Bytes> root) implements Evidence {}
