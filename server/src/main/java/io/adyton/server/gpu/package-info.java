// SPDX-License-Identifier: Apache-2.0
/**
 * Lets the GPUs of this machine speak for themselves: the attestation room knows no driver, so what
 * it asks for is brought to it here.
 */
@NullMarked
package io.adyton.server.gpu;

import org.jspecify.annotations.NullMarked;
