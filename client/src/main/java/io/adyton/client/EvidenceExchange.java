// SPDX-License-Identifier: Apache-2.0
package io.adyton.client;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.trust.ServerConnection;
import java.time.Instant;

/**
 * What a server answered, and to what: all that is needed to verify it again.
 *
 * @param document the evidence document as it came
 * @param connection the connection it came over
 * @param at when it came
 */
public record EvidenceExchange(Bytes document, ServerConnection connection, Instant at) {}
