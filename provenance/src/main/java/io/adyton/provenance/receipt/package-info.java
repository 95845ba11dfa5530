// SPDX-License-Identifier: Apache-2.0
/**
 * Receipts: what a server signs of each answer, and how somebody else finds out whether it holds.
 *
 * <p>A receipt is made over exact bytes and carried as exact bytes, so nothing is ever written anew
 * to check it. It holds digests, counts and settings, and never a word of what was asked or
 * answered.
 */
@NullMarked
package io.adyton.provenance.receipt;

import org.jspecify.annotations.NullMarked;
