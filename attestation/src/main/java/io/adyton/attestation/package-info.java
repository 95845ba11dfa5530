// SPDX-License-Identifier: Apache-2.0
/**
 * Evidence, and what may be believed because of it.
 *
 * <p>Collectors will read hardware-signed evidence, verifiers will turn it into claims, policy will
 * say which claims suffice, and the attested identity will bind them to one TLS key. The package
 * depends on nothing else of Adyton, so that a verifier can be taken out and audited alone. Nothing
 * of it is built yet.
 */
@NullMarked
package io.adyton.attestation;

import org.jspecify.annotations.NullMarked;
