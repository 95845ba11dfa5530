// SPDX-License-Identifier: Apache-2.0
/**
 * libllama from Java: library, model, context, batch, vocabulary, sequence memory and state.
 *
 * <p>The package owns every layout, every method handle and every byte of native memory it touches.
 * libllama answers bad input by ending the process, so whatever it would abort on is refused here,
 * in Java, before the call. Callers see no native type: numbers, arrays and buffers go in and out.
 *
 * <p>Start with {@link io.adyton.llama.LlamaLibrary#load()}, then {@link
 * io.adyton.llama.LlamaModel#load}, then {@link io.adyton.llama.LlamaContext#open} on the thread
 * that will decode.
 *
 * <p>Left out on purpose. Native samplers and grammars, which abort on tokens they do not expect
 * and overflow the stack on deep rules: sampling is done in Java. Shifting positions, which moves
 * them under every sequence that shares a cell. State files, which would put prompts on disk.
 * Encoders, diffusion and embeddings, which other entry points serve.
 */
@NullMarked
package io.adyton.llama;

import org.jspecify.annotations.NullMarked;
