// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat;

import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.jinja.TemplateValue;
import io.adyton.server.chat.jinja.TemplateValue.Field;
import io.adyton.server.chat.jinja.TemplateValue.Fields;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a chat request said, as its model's template will see it.
 *
 * <p>It refers to texts of the request and owns none of them.
 *
 * @param messages each an object with at least {@code role}
 * @param tools the request's tool definitions, or null where it has none
 * @param documents documents to ground the answer on, or null where there are none
 */
public record Conversation(
    List<Fields> messages, @Nullable List<Fields> tools, @Nullable List<Fields> documents) {

  /** Copies the lists. */
  public Conversation {
    messages = List.copyOf(messages);
    tools = tools == null ? null : List.copyOf(tools);
    documents = documents == null ? null : List.copyOf(documents);
  }

  /** Returns a conversation without tools and documents. */
  public static Conversation of(Fields... messages) {
    return new Conversation(List.of(messages), null, null);
  }

  /** Returns a message with a role, which the caller has checked, and plain text. */
  public static Fields message(String role, Text content) {
    return Fields.of(
        Field.named("role", TemplateValue.known(role)),
        Field.named("content", TemplateValue.content(content)));
  }
}
