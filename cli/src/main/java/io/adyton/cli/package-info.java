// SPDX-License-Identifier: Apache-2.0
/**
 * What the subcommands of {@code adyton} share; each larger one has a package below.
 *
 * <p>Every failure of a user's making is one sentence that says what was expected, what came and
 * what to do, with an exit code other than 0.
 */
@NullMarked
package io.adyton.cli;

import org.jspecify.annotations.NullMarked;
