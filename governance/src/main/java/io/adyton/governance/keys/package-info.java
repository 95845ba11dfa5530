// SPDX-License-Identifier: Apache-2.0
/**
 * API keys: who may call the server, and as which tenant.
 *
 * <p>A key is a public id followed by random bytes. Only its SHA-256 digest is stored: the random
 * part has far more entropy than any dictionary, so a slow password hash would protect nothing and
 * would cost every request. A key is shown once, when it is issued.
 */
@NullMarked
package io.adyton.governance.keys;

import org.jspecify.annotations.NullMarked;
