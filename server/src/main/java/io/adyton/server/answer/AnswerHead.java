// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.answer;

import org.jspecify.annotations.Nullable;

/**
 * What every chunk of an answer repeats.
 *
 * @param id {@code chatcmpl-…}
 * @param createdSeconds since the epoch
 * @param model the model's name
 * @param fingerprint names the weights
 * @param serviceTier the tier used, where the request named one
 * @param receiptId names the receipt, where there is one
 */
public record AnswerHead(
    String id,
    long createdSeconds,
    String model,
    String fingerprint,
    @Nullable String serviceTier,
    @Nullable String receiptId) {}
