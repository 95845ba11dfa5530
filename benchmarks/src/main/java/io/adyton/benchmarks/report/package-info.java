// SPDX-License-Identifier: Apache-2.0
/** What a run leaves behind: JSON to keep, a table to read, plots to show, runs to compare. */
@NullMarked
package io.adyton.benchmarks.report;

import org.jspecify.annotations.NullMarked;
