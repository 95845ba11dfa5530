// SPDX-License-Identifier: Apache-2.0
/**
 * Evidence, and what may be believed because of it.
 *
 * <p>{@code evidence} holds what a machine says of itself, as it came; {@code appraisal} says what
 * was asked, what was found and with what verdict; one package for each maker of evidence holds its
 * layouts and rules; {@code identity} binds the outcome to one TLS key. The room depends on nothing
 * else of Adyton, so that a verifier can be taken out and audited alone.
 */
@NullMarked
package io.adyton.attestation;

import org.jspecify.annotations.NullMarked;
