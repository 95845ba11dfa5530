// SPDX-License-Identifier: Apache-2.0
/**
 * Decoding with nothing around it: what the server could reach if it cost nothing.
 *
 * <p>Every figure on the server's own cost is a quotient of two runs, the server's and this one's,
 * on the same model, threads, context and lengths.
 */
@NullMarked
package io.adyton.benchmarks.decode;

import org.jspecify.annotations.NullMarked;
