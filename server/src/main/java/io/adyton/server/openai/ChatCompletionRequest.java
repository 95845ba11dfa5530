// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

import io.adyton.scheduler.SamplingParams;
import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.Conversation;
import io.adyton.server.chat.RenderOptions;
import io.adyton.server.chat.jinja.TemplateValue.Content;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chat request, checked in everything that can be checked without the model.
 *
 * <p>It owns its texts; closing it zeroes them. Once a scheduler has taken {@code stop}, only
 * {@code words} is left to close.
 *
 * @param model the name asked for
 * @param conversation the messages, referring to {@code words}
 * @param rendering further variables of the template
 * @param continued the words of the last message where the answer is to go on from them, or null
 * @param words every content of the request, one after the other
 * @param maxTokens completion tokens asked for, or null for all that fit
 * @param sampling how tokens are chosen
 * @param stop texts that end the answer
 * @param ignoreEndOfGeneration whether the model's own end is not obeyed
 * @param alternatives how many of the likeliest tokens are scored beside each, or {@link
 *     io.adyton.scheduler.TokenScores#NOT_WANTED}
 * @param stream how the answer is streamed, or null where it comes in one piece
 * @param cacheSalt narrows the sharing of prefixes, or null
 * @param priority as the scheduler understands it: higher runs first
 * @param serviceTier the tier used, where the request named one
 * @param ignored names of fields that have no effect
 */
public record ChatCompletionRequest(
    String model,
    Conversation conversation,
    RenderOptions rendering,
    @Nullable Content continued,
    Text words,
    @Nullable Integer maxTokens,
    SamplingParams sampling,
    List<Text> stop,
    boolean ignoreEndOfGeneration,
    int alternatives,
    @Nullable StreamOptions stream,
    @Nullable String cacheSalt,
    int priority,
    @Nullable String serviceTier,
    List<String> ignored)
    implements AutoCloseable {

  /**
   * How an answer is streamed.
   *
   * @param includeUsage whether the last chunk counts the tokens
   * @param includeObfuscation whether every chunk is padded, so that its size tells less
   * @param returnProgress whether chunks tell how far the computation of the prompt is
   */
  public record StreamOptions(
      boolean includeUsage, boolean includeObfuscation, boolean returnProgress) {
    /** Returns these options with the tokens counted. */
    public StreamOptions withUsage() {
      return new StreamOptions(true, includeObfuscation, returnProgress);
    }

    StreamOptions withProgress(boolean wanted) {
      return new StreamOptions(includeUsage, includeObfuscation, wanted);
    }
  }

  /** Copies the lists. */
  public ChatCompletionRequest {
    stop = List.copyOf(stop);
    ignored = List.copyOf(ignored);
  }

  @Override
  public void close() {
    words.close();
    stop.forEach(Text::close);
  }

  /** Shows nothing of the content. */
  @Override
  public String toString() {
    return "ChatCompletionRequest[" + conversation.messages().size() + " messages]";
  }
}
