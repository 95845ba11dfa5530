// SPDX-License-Identifier: Apache-2.0
/**
 * TPM 2.0 quotes: their structures, and what a quote proves.
 *
 * <p>The structures have the names of the TPM 2.0 Library Specification, part 2, in Java’s case,
 * and hold no more than verification and our own commands need. They are read strictly: lengths are
 * exact, nothing may follow, and algorithms we would not use are refused where they stand. Whether
 * a quote may be believed is for {@link io.adyton.attestation.tpm.TpmQuoteVerifier} to say.
 */
@NullMarked
package io.adyton.attestation.tpm;

import org.jspecify.annotations.NullMarked;
