// SPDX-License-Identifier: Apache-2.0
/**
 * CBOR (RFC 8949) as far as attestation speaks it, read without trust.
 *
 * <p>A general library accepts what two readers may understand differently: repeated keys, lengths
 * longer than they need be, chunked strings, bytes after the end. Documents that decide over trust
 * must have one reading, so the reader here refuses each of these.
 */
@NullMarked
package io.adyton.attestation.cbor;

import org.jspecify.annotations.NullMarked;
