// SPDX-License-Identifier: Apache-2.0
/**
 * {@code adyton chat}: a conversation in the terminal with any server that speaks the OpenAI API.
 *
 * <p>It uses the public API and nothing else, so it sees what every client sees. What a model says
 * is shown without control characters: an answer must not be able to drive the terminal.
 */
@NullMarked
package io.adyton.cli.chat;

import org.jspecify.annotations.NullMarked;
