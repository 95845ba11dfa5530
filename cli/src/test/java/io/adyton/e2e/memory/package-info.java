// SPDX-License-Identifier: Apache-2.0
/**
 * Looks for text in the memory of another process.
 *
 * <p>A core file of a running server shows what a debugger, a crash dump or a stolen memory module
 * would show. The tests in here send texts nobody else would send and count the copies that are
 * left after the answers are over.
 */
@NullMarked
package io.adyton.e2e.memory;

import org.jspecify.annotations.NullMarked;
