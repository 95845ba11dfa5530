// SPDX-License-Identifier: Apache-2.0
/**
 * The OpenAI dialect: what requests may say, what answers look like, and every error.
 *
 * <p>{@link io.adyton.server.openai.ChatField} is the one table of request fields: parser,
 * documentation and the words that fuzzing uses come from it. {@link
 * io.adyton.server.openai.ApiError} is the closed catalogue of refusals; no message of another
 * library and no word of a request is ever part of one.
 */
@NullMarked
package io.adyton.server.openai;

import org.jspecify.annotations.NullMarked;
