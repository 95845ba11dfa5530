// SPDX-License-Identifier: Apache-2.0
/**
 * What a machine says of itself, one type for each kind, as the bytes came.
 *
 * <p>The records hold parts that were found and told apart, not values that were believed: reading
 * the layouts inside and judging them is the work of the package that is named after the maker.
 */
@NullMarked
package io.adyton.attestation.evidence;

import org.jspecify.annotations.NullMarked;
