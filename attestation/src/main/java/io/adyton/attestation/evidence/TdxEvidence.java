// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;

/**
 * An Intel TDX quote of version 4 or 5.
 *
 * @param quote the quote, with what follows it
 * @param collateral TCB info, identities and revocation lists
 */
public record TdxEvidence(Bytes quote, IntelCollateral collateral) implements Evidence {}
