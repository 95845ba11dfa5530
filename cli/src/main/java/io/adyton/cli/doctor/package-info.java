// SPDX-License-Identifier: Apache-2.0
/**
 * {@code adyton doctor}: what this machine has, what it lacks, and what to do about it.
 *
 * <p>Each examination looks at one thing and changes nothing.
 */
@NullMarked
package io.adyton.cli.doctor;

import org.jspecify.annotations.NullMarked;
