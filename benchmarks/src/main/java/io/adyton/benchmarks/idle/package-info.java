// SPDX-License-Identifier: Apache-2.0
/** Connections that do nothing, to see what they cost the server. */
@NullMarked
package io.adyton.benchmarks.idle;

import org.jspecify.annotations.NullMarked;
