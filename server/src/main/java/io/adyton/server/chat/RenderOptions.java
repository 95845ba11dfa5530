// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat;

import io.adyton.server.chat.jinja.TemplateValue;
import java.util.Map;

/**
 * How a conversation is rendered.
 *
 * @param addGenerationPrompt whether the prompt ends with the header of an answer to come
 * @param arguments further variables of the template, such as {@code enable_thinking}; the
 *     request's {@code chat_template_kwargs}. They win over variables of the same name.
 */
public record RenderOptions(boolean addGenerationPrompt, Map<String, TemplateValue> arguments) {
  /** An answer is asked for, and the template keeps its defaults. */
  public static final RenderOptions ANSWER = new RenderOptions(true, Map.of());

  /** Copies the map. */
  public RenderOptions {
    arguments = Map.copyOf(arguments);
  }
}
