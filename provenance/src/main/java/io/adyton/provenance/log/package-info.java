// SPDX-License-Identifier: Apache-2.0
/**
 * A log that can only grow, and can show that it did.
 *
 * <p>Hashing is that of RFC 6962 and RFC 9162; tiles, checkpoints, signed notes and witnesses are
 * those of <a href="https://c2sp.org">C2SP</a> (tlog-tiles, tlog-checkpoint, signed-note,
 * tlog-witness, tlog-cosignature), so that tools of others can read and watch it. Entries are only
 * known to the log by their hash: whoever holds an entry can show that it is there, and nobody else
 * learns what it says.
 */
@NullMarked
package io.adyton.provenance.log;

import org.jspecify.annotations.NullMarked;
