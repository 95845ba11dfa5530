// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;

/**
 * An AWS Nitro Enclave attestation document.
 *
 * @param document the COSE_Sign1, with what follows it
 */
public record NitroEvidence(Bytes document) implements Evidence {}
