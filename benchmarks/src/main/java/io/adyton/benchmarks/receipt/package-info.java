// SPDX-License-Identifier: Apache-2.0
/** What receipts and their log cost. */
@NullMarked
package io.adyton.benchmarks.receipt;

import org.jspecify.annotations.NullMarked;
