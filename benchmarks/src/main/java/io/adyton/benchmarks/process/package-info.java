// SPDX-License-Identifier: Apache-2.0
/** What Linux says about a process and the machine: memory, processor time, stolen time. */
@NullMarked
package io.adyton.benchmarks.process;

import org.jspecify.annotations.NullMarked;
