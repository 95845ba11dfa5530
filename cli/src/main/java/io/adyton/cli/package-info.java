// SPDX-License-Identifier: Apache-2.0
/**
 * The {@code adyton} command: one class for each subcommand, and what they share.
 *
 * <p>Every failure of a user's making is one sentence that says what was expected, what came and
 * what to do, with an exit code other than 0.
 */
@NullMarked
package io.adyton.cli;

import org.jspecify.annotations.NullMarked;
