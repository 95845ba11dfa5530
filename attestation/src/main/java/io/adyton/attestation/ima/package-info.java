// SPDX-License-Identifier: Apache-2.0
/**
 * The measurement list of Linux’s Integrity Measurement Architecture: every file the kernel
 * measured since boot, and the register value that leads to.
 *
 * <p>Like any log, a list proves nothing until a quoted register says the same.
 */
@NullMarked
package io.adyton.attestation.ima;

import org.jspecify.annotations.NullMarked;
