// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.answer;

import io.adyton.scheduler.TokenEvent.Usage;
import io.adyton.server.json.JsonObject;

/** Usage as clients read it. */
final class UsageFormat {
  private UsageFormat() {}

  static JsonObject json(Usage usage) {
    return new JsonObject()
        .put("prompt_tokens", usage.promptTokens())
        .put("completion_tokens", usage.completionTokens())
        .put("total_tokens", Math.addExact(usage.promptTokens(), usage.completionTokens()))
        .put(
            "prompt_tokens_details",
            new JsonObject()
                .put("cached_tokens", usage.cachedTokens())
                .put("cache_write_tokens", usage.keptTokens()))
        .put("completion_tokens_details", new JsonObject().put("reasoning_tokens", 0));
  }
}
