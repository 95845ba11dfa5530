// SPDX-License-Identifier: Apache-2.0
/**
 * How a relying party finds out that an attestation key lives in a genuine TPM.
 *
 * <p>A TPM's maker certifies its endorsement key, which can only decrypt. So a secret is encrypted
 * to that key and to the name of the attestation key; a TPM that holds both, and no other, gives it
 * back (TPM 2.0 Library Specification, part 1, section 24). Nothing here needs a TPM of its own.
 */
@NullMarked
package io.adyton.attestation.tpm.credential;

import org.jspecify.annotations.NullMarked;
