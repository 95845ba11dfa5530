// SPDX-License-Identifier: Apache-2.0
/**
 * Choosing the next token from a row of logits.
 *
 * <p>Written for rows of 50,000 to 260,000 logits at every step: the vocabulary is scanned in
 * straight loops that the compiler can vectorise and is never sorted as a whole.
 */
@NullMarked
package io.adyton.scheduler.sampling;

import org.jspecify.annotations.NullMarked;
