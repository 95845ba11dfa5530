// SPDX-License-Identifier: Apache-2.0
/**
 * The identity a server shows in TLS.
 *
 * <p>Today that is a key born with the process and a certificate it signed itself, which proves
 * nothing but that the same process still answers. This package is where the certificate will carry
 * evidence that binds the key to one machine.
 */
@NullMarked
package io.adyton.attestation.tls;

import org.jspecify.annotations.NullMarked;
