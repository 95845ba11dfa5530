// SPDX-License-Identifier: Apache-2.0
/** Foreign JSON, of which each text has one reading. */
@NullMarked
package io.adyton.attestation.json;

import org.jspecify.annotations.NullMarked;
