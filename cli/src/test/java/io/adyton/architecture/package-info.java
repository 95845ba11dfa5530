// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of docs/architecture.md, checked on the compiled house.
 *
 * <p>Each {@link io.adyton.architecture.HouseRule} is tried twice: the house must obey it, and the
 * small broken house under {@code io.adyton.architecture.broken} must be caught by it. A rule that
 * catches nothing would prove nothing.
 */
@NullMarked
package io.adyton.architecture;

import org.jspecify.annotations.NullMarked;
