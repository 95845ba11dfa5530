// SPDX-License-Identifier: Apache-2.0
/**
 * The attested identity: one TLS key, the key that signs bindings and receipts, and the machine
 * that speaks for both.
 */
@NullMarked
package io.adyton.attestation.identity;

import org.jspecify.annotations.NullMarked;
