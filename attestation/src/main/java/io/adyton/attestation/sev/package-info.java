// SPDX-License-Identifier: Apache-2.0
/**
 * AMD SEV-SNP: the attestation report, the certificates of the key that signed it, and the rules by
 * which both are believed.
 *
 * <p>Sources: AMD 56860 "SEV Secure Nested Paging Firmware ABI Specification" (report layout), AMD
 * 57230 "Versioned Chip Endorsement Key Certificate and KDS Interface Specification"
 * (certificates).
 */
@NullMarked
package io.adyton.attestation.sev;

import org.jspecify.annotations.NullMarked;
