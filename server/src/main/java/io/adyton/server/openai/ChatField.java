// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

import io.adyton.server.openai.FieldRule.Decimal;
import io.adyton.server.openai.FieldRule.Flag;
import io.adyton.server.openai.FieldRule.Line;
import io.adyton.server.openai.FieldRule.Shape;
import io.adyton.server.openai.FieldRule.Whole;
import io.adyton.server.openai.FieldRule.Word;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The fields of {@code POST /v1/chat/completions}: the one table that the parser, the documentation
 * and the fuzzing dictionary are made from.
 */
public enum ChatField {
  MODEL(new Line(256), Support.HONOURED, "required; the name of the served model"),
  MESSAGES(
      new Shape("1 to 1,024 messages"),
      Support.HONOURED,
      "required; roles developer, system, user and assistant; content a string or text parts"),
  MAX_COMPLETION_TOKENS(
      new Whole(1, Integer.MAX_VALUE), Support.HONOURED, "absent: the room left in the context"),
  MAX_TOKENS(
      new Whole(1, Integer.MAX_VALUE),
      Support.HONOURED,
      "older name; max_completion_tokens wins where both are given"),
  TEMPERATURE(new Decimal(0, 2), Support.HONOURED, "absent: 1; 0 is greedy"),
  TOP_P(new Decimal(0, 1), Support.HONOURED, "absent: 1"),
  PRESENCE_PENALTY(new Decimal(-2, 2), Support.HONOURED, "absent: 0"),
  FREQUENCY_PENALTY(new Decimal(-2, 2), Support.HONOURED, "absent: 0"),
  SEED(new Whole(Long.MIN_VALUE, Long.MAX_VALUE), Support.HONOURED, "absent: drawn at random"),
  STOP(
      new Shape("a string or up to 4 strings of 1 to 64 bytes"),
      Support.HONOURED,
      "ends the answer and is not part of it"),
  LOGIT_BIAS(
      new Shape("up to 1,024 token ids, each with a number from -100 to 100"),
      Support.HONOURED,
      "added to the logits"),
  LOGPROBS(new Flag(), Support.HONOURED, "absent: false; every token's own; not beside logit_bias"),
  TOP_LOGPROBS(
      new Whole(0, 20), Support.HONOURED, "absent: 0; only with logprobs; the likeliest tokens"),
  STREAM(new Flag(), Support.HONOURED, "absent: false"),
  STREAM_OPTIONS(
      new Shape("include_usage, include_obfuscation"),
      Support.HONOURED,
      "only with stream; both are flags, absent: false; include_obfuscation: true on a strict server"),
  TOP_K(new Whole(0, Integer.MAX_VALUE), Support.HONOURED, "absent: 0, which keeps all tokens"),
  MIN_P(new Decimal(0, 1), Support.HONOURED, "absent: 0"),
  REPETITION_PENALTY(new Decimal(0.01, 10), Support.HONOURED, "absent: 1, which is off"),
  IGNORE_EOS(new Flag(), Support.HONOURED, "absent: false"),
  CACHE_SALT(
      new Line(512),
      Support.HONOURED,
      "prompts share prefixes only with prompts of the same key and salt"),
  PROMPT_CACHE_KEY(new Line(512), Support.HONOURED, "as cache_salt, which wins"),
  PRIORITY(
      new Whole(-100, 100), Support.HONOURED, "higher waits longer; values below 0 are read as 0"),
  USER(new Line(512), Support.HONOURED, "checked, used for nothing"),
  SAFETY_IDENTIFIER(new Line(64), Support.HONOURED, "checked, used for nothing"),
  METADATA(
      new Shape("up to 16 strings of up to 512 bytes, names up to 64 bytes"),
      Support.HONOURED,
      "checked, used for nothing"),
  SERVICE_TIER(
      Word.of("auto", "default", "flex", "scale", "priority", "fast"),
      Support.HONOURED,
      "flex waits longer; the answer names the tier used: default or flex"),
  CHAT_TEMPLATE_KWARGS(
      new Shape("an object"), Support.HONOURED, "further variables of the chat template"),
  REASONING_EFFORT(
      Word.of("none", "minimal", "low", "medium", "high", "xhigh", "max"),
      Support.HONOURED,
      "given to the chat template; none also turns enable_thinking off"),
  VERBOSITY(Word.of("low", "medium", "high"), Support.HONOURED, "given to the chat template"),
  PARALLEL_TOOL_CALLS(new Flag(), Support.HONOURED, "means nothing without tools"),
  CONTINUE_FINAL_MESSAGE(
      new Flag(),
      Support.HONOURED,
      "the answer goes on where the last message, an assistant's, ends; it does not repeat it"),
  RETURN_PROGRESS(
      new Flag(),
      Support.HONOURED,
      "only with stream; chunks with prompt_progress while the prompt is computed"),
  N(new Whole(1, 128), Support.LATER, "1"),
  RESPONSE_FORMAT(new Shape("an object with a type"), Support.LATER, "type text"),
  TOOLS(new Shape("a list"), Support.LATER, "an empty list"),
  TOOL_CHOICE(new Shape("a word or an object"), Support.LATER, "none, auto"),
  FUNCTIONS(new Shape("a list"), Support.LATER, "an empty list"),
  FUNCTION_CALL(new Shape("a word or an object"), Support.LATER, "none, auto"),
  MODALITIES(new Shape("a list of words"), Support.LATER, "text"),
  AUDIO(new Shape("an object"), Support.LATER, "null"),
  WEB_SEARCH_OPTIONS(new Shape("an object"), Support.LATER, "null"),
  STORE(
      new Flag(),
      Support.IGNORED,
      "nothing is ever stored; true is answered unsupported_parameter by a strict server"),
  PREDICTION(new Shape("an object"), Support.IGNORED, ""),
  MODERATION(new Shape("an object"), Support.IGNORED, ""),
  PROMPT_CACHE_RETENTION(
      Word.of("in_memory", "24h"),
      Support.IGNORED,
      "always in memory; 24h is answered unsupported_parameter by a strict server"),
  PROMPT_CACHE_OPTIONS(new Shape("an object"), Support.IGNORED, "");

  /** What the server does with a field. */
  public enum Support {
    /** It has its effect. */
    HONOURED,
    /** Any value but the harmless one of the note is answered with unsupported_parameter. */
    LATER,
    /** It has no effect, and the answer's {@code adyton-ignored} header names it. */
    IGNORED
  }

  private static final Map<String, ChatField> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toMap(ChatField::wireName, Function.identity()));

  private final FieldRule rule;
  private final Support support;
  private final String note;

  ChatField(FieldRule rule, Support support, String note) {
    this.rule = rule;
    this.support = support;
    this.note = note;
  }

  /** Returns the field of this name. */
  public static Optional<ChatField> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** Returns the name in requests. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns what the field may hold. */
  public FieldRule rule() {
    return rule;
  }

  /** Returns what the server does with it. */
  public Support support() {
    return support;
  }

  /** Returns what else documentation says about it: for a later field, its harmless values. */
  public String note() {
    return note;
  }
}
