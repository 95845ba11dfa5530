// SPDX-License-Identifier: Apache-2.0
/**
 * The identity a server shows in TLS: a key born with the process, and a certificate that it signed
 * itself and that can carry the evidence for it.
 */
@NullMarked
package io.adyton.attestation.tls;

import org.jspecify.annotations.NullMarked;
