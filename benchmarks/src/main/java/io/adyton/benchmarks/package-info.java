// SPDX-License-Identifier: Apache-2.0
/**
 * Figures: microbenchmarks, and a load generator for any OpenAI-compatible server.
 *
 * <p>A claim about speed stands in {@code docs/performance.md} only with the command of this module
 * that showed it.
 */
@NullMarked
package io.adyton.benchmarks;

import org.jspecify.annotations.NullMarked;
