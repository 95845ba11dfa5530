// SPDX-License-Identifier: Apache-2.0
/**
 * Loads a file nobody vouches for in a process of its own first.
 *
 * <p>libllama ends its process on what it does not expect, and no validator foresees everything. A
 * server that lets a child go first outlives every file.
 */
@NullMarked
package io.adyton.llama.trial;

import org.jspecify.annotations.NullMarked;
