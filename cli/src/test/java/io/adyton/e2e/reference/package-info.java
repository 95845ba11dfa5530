// SPDX-License-Identifier: Apache-2.0
/**
 * Compares Adyton with another client of libllama, token by token.
 *
 * <p>The oracle's answers are in {@code src/test/resources/reference}, written by {@code
 * dev/reference-tokens.py}. Unlike the other end-to-end tests these look inside: HTTP shows text,
 * and two different tokens can be the same text.
 */
@NullMarked
package io.adyton.e2e.reference;

import org.jspecify.annotations.NullMarked;
