// SPDX-License-Identifier: Apache-2.0
/**
 * Where the process starts, the root of the command line, and the commands that need no package of
 * their own. Nothing depends on this package.
 */
@NullMarked
package io.adyton.cli.command;

import org.jspecify.annotations.NullMarked;
