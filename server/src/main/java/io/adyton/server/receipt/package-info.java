// SPDX-License-Identifier: Apache-2.0
/**
 * The receipt of every answer while the answer is made.
 *
 * <p>What the parts of a server know of an answer is gathered here, its bytes are hashed as they
 * are written, and before it ends the receipt is signed and durable in the log. An answer whose
 * receipt cannot be logged is not given. Digests stay in memory: on the disk there is nothing but
 * the log's hashes.
 */
@NullMarked
package io.adyton.server.receipt;

import org.jspecify.annotations.NullMarked;
