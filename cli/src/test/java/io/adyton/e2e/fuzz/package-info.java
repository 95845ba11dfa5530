// SPDX-License-Identifier: Apache-2.0
/**
 * Requests nobody should send, sent to the real server.
 *
 * <p>Every case follows from a seed and its number alone, so a failure names what repeats it.
 */
@NullMarked
package io.adyton.e2e.fuzz;

import org.jspecify.annotations.NullMarked;
