// SPDX-License-Identifier: Apache-2.0
/**
 * The document in which a server hands out its evidence, and what the evidence is bound to.
 *
 * <p>The format is that of docs/protocol.md: an unprotected claims set (RFC 9781) in JSON whose
 * {@code adyton_bound} names keys, channel, models and engine, and whose submodules hold evidence
 * over the anchor of exactly those bytes. Byte strings are base64url without padding; what is
 * signed or hashed is carried as bytes and never written anew.
 */
@NullMarked
package io.adyton.attestation.document;

import org.jspecify.annotations.NullMarked;
