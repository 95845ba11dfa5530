// SPDX-License-Identifier: Apache-2.0
/**
 * From a conversation to the prompt a model was trained on.
 *
 * <p>A {@link io.adyton.server.chat.Conversation} holds what the request said as closed values
 * whose texts stay outside the heap; a {@link io.adyton.server.chat.ChatTemplate} is the model's
 * own template, compiled once. Rendering one with the other gives a {@link
 * io.adyton.server.chat.RenderedPrompt}: the text, and where in it the request's own words stand.
 */
@NullMarked
package io.adyton.server.chat;

import org.jspecify.annotations.NullMarked;
