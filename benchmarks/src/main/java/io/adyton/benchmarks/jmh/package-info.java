// SPDX-License-Identifier: Apache-2.0
/**
 * Microbenchmarks of what happens for every token or every request.
 *
 * <p>Run them with {@code adyton bench jmh [pattern] [JMH options]}. Those that need a model read
 * its path from the system property {@code adyton.bench.model}, which {@code -jvmArgsAppend} hands
 * to the forks.
 */
@NullMarked
package io.adyton.benchmarks.jmh;

import org.jspecify.annotations.NullMarked;
