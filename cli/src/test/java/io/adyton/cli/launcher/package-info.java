// SPDX-License-Identifier: Apache-2.0
/** What {@code ./adyton} does before Java runs, on machines that lack one thing or another. */
@NullMarked
package io.adyton.cli.launcher;

import org.jspecify.annotations.NullMarked;
