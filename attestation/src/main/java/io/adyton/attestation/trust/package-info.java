// SPDX-License-Identifier: Apache-2.0
/**
 * What a relying party demands of a server, and whether it got it.
 *
 * <p>A {@link io.adyton.attestation.trust.TrustPolicy} is written by whoever sends prompts, or by
 * somebody they trust; {@link io.adyton.attestation.trust.ServerVerifier} holds an evidence
 * document and the connection it came over against it.
 */
@NullMarked
package io.adyton.attestation.trust;

import org.jspecify.annotations.NullMarked;
