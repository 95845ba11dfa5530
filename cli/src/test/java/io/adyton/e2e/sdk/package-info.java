// SPDX-License-Identifier: Apache-2.0
/**
 * Clients that other people wrote, behind one small interface.
 *
 * <p>The Java clients run in the test's own process; the Python and Node clients are programs under
 * {@code cli/src/test/clients} with pinned, hashed dependencies, installed on first use.
 */
@NullMarked
package io.adyton.e2e.sdk;

import org.jspecify.annotations.NullMarked;
