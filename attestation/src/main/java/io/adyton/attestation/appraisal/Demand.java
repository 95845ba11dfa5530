// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.appraisal;

import io.adyton.attestation.bytes.Bytes;
import java.time.Instant;
import java.util.Optional;

/**
 * What a relying party asks.
 *
 * @param at the time for which everything must be valid; the verifier never asks a clock
 * @param nonce the freshness value the evidence must hold exactly; empty if freshness is not asked
 * @param reportData the report data the evidence must hold exactly; empty if not asked
 * @param policy what is acceptable
 */
public record Demand(
    Instant at, Optional<Bytes> nonce, Optional<Bytes> reportData, EvidencePolicy policy) {}
