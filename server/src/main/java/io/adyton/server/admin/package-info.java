// SPDX-License-Identifier: Apache-2.0
/**
 * How the command line and a running server share one data directory.
 *
 * <p>The server holds a lock on the directory and answers on a Unix socket inside it, {@code
 * admin.sock}, that only its own user may use. Each line sent is one JSON request, each line back
 * its answer. A command that finds the lock free opens the store itself instead.
 */
@NullMarked
package io.adyton.server.admin;

import org.jspecify.annotations.NullMarked;
