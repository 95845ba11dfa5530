// SPDX-License-Identifier: Apache-2.0
/**
 * Clients that verify before they send.
 *
 * <p>The verifying HTTP client, the loopback proxy for unmodified OpenAI clients and the chat page
 * belong here. They need {@code attestation} and {@code provenance} and nothing of the server.
 * Nothing of it is built yet.
 */
@NullMarked
package io.adyton.client;

import org.jspecify.annotations.NullMarked;
