// SPDX-License-Identifier: Apache-2.0
package io.adyton.client;

import io.adyton.attestation.trust.ServerAppraisal;
import io.vertx.core.http.HttpClientConnection;
import java.time.Instant;

/**
 * A TLS connection whose other end is verified. Evidence is bound to this very connection.
 *
 * @param http sends requests over it
 * @param evidence what the server answered
 * @param appraisal what was checked; accepted
 * @param expires when the policy wants it verified anew
 */
public record AttestedConnection(
    HttpClientConnection http,
    EvidenceExchange evidence,
    ServerAppraisal appraisal,
    Instant expires) {}
