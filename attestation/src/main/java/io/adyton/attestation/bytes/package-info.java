// SPDX-License-Identifier: Apache-2.0
/** Immutable bytes, and a cursor that reads foreign ones without trusting a length. */
@NullMarked
package io.adyton.attestation.bytes;

import org.jspecify.annotations.NullMarked;
