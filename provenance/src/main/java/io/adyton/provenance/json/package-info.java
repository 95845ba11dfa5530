// SPDX-License-Identifier: Apache-2.0
/** JSON with one spelling for each value, for what is hashed and signed. */
@NullMarked
package io.adyton.provenance.json;

import org.jspecify.annotations.NullMarked;
