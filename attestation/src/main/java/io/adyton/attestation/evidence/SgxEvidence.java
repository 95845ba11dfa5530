// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;

/**
 * An Intel SGX quote of version 3.
 *
 * @param quote the quote, with what follows it
 * @param collateral TCB info, identities and revocation lists
 */
public record SgxEvidence(Bytes quote, IntelCollateral collateral) implements Evidence {}
