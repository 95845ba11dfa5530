// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

/**
 * How far the computation of one prompt is.
 *
 * @param promptTokens all tokens of the prompt
 * @param cachedTokens of those, tokens whose computation was reused
 * @param computedTokens of all, tokens that need no computation any more, the reused ones included
 * @param nanos time since the request joined the batch
 */
public record PrefillProgress(int promptTokens, int cachedTokens, int computedTokens, long nanos) {}
