// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat;

import io.adyton.scheduler.ModelProfile;
import io.adyton.scheduler.Tokenizer;
import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.jinja.ContentSpans;
import io.adyton.server.chat.jinja.JinjaTemplate;
import io.adyton.server.chat.jinja.TemplateException;
import io.adyton.server.chat.jinja.TemplateValue;
import io.adyton.server.chat.jinja.TemplateValue.Fields;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat template, mostly the model's own, compiled once and used for every request.
 *
 * <p>Immutable and thread-safe. Rendering takes some ten microseconds for a short chat and is
 * bounded for any template, yet belongs on a virtual thread and not on an event loop.
 */
public final class ChatTemplate {
  /** For models whose file has no template; the server of the llama.cpp release takes it, too. */
  private static final String CHATML =
      """
      {%- for message in messages -%}
      {{- '<|im_start|>' + message.role + '\n' + message.content + '<|im_end|>\n' -}}
      {%- endfor -%}
      {%- if add_generation_prompt -%}
      {{- '<|im_start|>assistant\n' -}}
      {%- endif -%}
      """;

  private static final int INITIAL_BYTES = 1024;

  private final JinjaTemplate template;
  private final TemplateValue beginOfText;
  private final TemplateValue endOfText;
  private final Clock clock;

  private ChatTemplate(
      JinjaTemplate template, TemplateValue beginOfText, TemplateValue endOfText, Clock clock) {
    this.template = template;
    this.beginOfText = beginOfText;
    this.endOfText = endOfText;
    this.clock = clock;
  }

  /**
   * Compiles the template in a model's file, or ChatML where there is none, though nothing says
   * that such a model was trained on it.
   *
   * @throws TemplateException if the source is no template or exceeds a limit
   */
  public static ChatTemplate of(ModelProfile model, Tokenizer tokenizer, Clock clock) {
    String own = model.chatTemplate();
    return compile(
        own.isEmpty() ? CHATML : own, tokenizer.beginOfText(), tokenizer.endOfText(), clock);
  }

  /**
   * Compiles a template.
   *
   * @param source Jinja text
   * @param beginOfText spelling of the begin-of-text token, the variable {@code bos_token}
   * @param endOfText spelling of the end-of-text token, the variable {@code eos_token}
   * @param clock what {@code strftime_now} reads, with its zone
   * @throws TemplateException if the source is no template or exceeds a limit
   */
  public static ChatTemplate compile(
      String source, String beginOfText, String endOfText, Clock clock) {
    return new ChatTemplate(
        JinjaTemplate.compile(source),
        TemplateValue.known(beginOfText),
        TemplateValue.known(endOfText),
        clock);
  }

  /**
   * Renders a conversation. The caller owns the prompt and closes it; every other byte that the
   * render wrote is zeroed before this returns.
   *
   * @throws TemplateException if the template refuses the conversation, does what it may not or
   *     exceeds a limit
   */
  public RenderedPrompt render(Conversation conversation, RenderOptions options) {
    Text text = Text.withCapacity(INITIAL_BYTES);
    try {
      ContentSpans content = template.render(variables(conversation, options), clock, text);
      return new RenderedPrompt(text, content);
    } catch (RuntimeException | Error e) {
      text.close();
      throw e;
    }
  }

  private Map<String, TemplateValue> variables(Conversation conversation, RenderOptions options) {
    Map<String, TemplateValue> variables = new HashMap<>();
    variables.put("bos_token", beginOfText);
    variables.put("eos_token", endOfText);
    variables.put("messages", listOrNull(conversation.messages()));
    variables.put("tools", listOrNull(conversation.tools()));
    variables.put("documents", listOrNull(conversation.documents()));
    variables.put("add_generation_prompt", new TemplateValue.Bool(options.addGenerationPrompt()));
    variables.putAll(options.arguments());
    return variables;
  }

  private static TemplateValue listOrNull(@Nullable List<Fields> values) {
    return values == null ? new TemplateValue.Null() : new TemplateValue.Items(List.copyOf(values));
  }
}
