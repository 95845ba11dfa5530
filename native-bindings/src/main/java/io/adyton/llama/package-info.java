// SPDX-License-Identifier: Apache-2.0
/**
 * libllama from Java: library, model, context, batch, vocabulary, sequence memory and state.
 *
 * <p>The package owns every layout, every method handle and every byte of native memory it touches.
 * libllama answers bad input by ending the process, so whatever it would abort on is refused here,
 * in Java, before the call.
 */
@NullMarked
package io.adyton.llama;

import org.jspecify.annotations.NullMarked;
