// SPDX-License-Identifier: Apache-2.0
/**
 * Intel SGX and TDX: quotes, the collateral that says what a platform is worth, and the rules by
 * which both are believed.
 *
 * <p>Sources: Intel "SGX ECDSA QuoteGenReference and QuoteVerification" (quote version 3), "TDX
 * DCAP Quoting Library API" (versions 4 and 5), "SGX PCK Certificate and CRL Profile"
 * (certificates), and the API of the provisioning certification service, version 4 (collateral).
 */
@NullMarked
package io.adyton.attestation.intel;

import org.jspecify.annotations.NullMarked;
