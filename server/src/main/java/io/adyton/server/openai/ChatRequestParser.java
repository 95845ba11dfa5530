// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

import io.adyton.scheduler.SamplingParams;
import io.adyton.scheduler.TokenScores;
import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.Conversation;
import io.adyton.server.chat.RenderOptions;
import io.adyton.server.chat.jinja.TemplateValue;
import io.adyton.server.chat.jinja.TemplateValue.Content;
import io.adyton.server.chat.jinja.TemplateValue.Field;
import io.adyton.server.chat.jinja.TemplateValue.Fields;
import io.adyton.server.json.JsonLimits;
import io.adyton.server.json.JsonSyntaxException;
import io.adyton.server.json.JsonValue;
import io.adyton.server.json.JsonValue.Member;
import io.adyton.server.json.JsonValue.Type;
import io.adyton.server.openai.ChatCompletionRequest.StreamOptions;
import io.adyton.server.openai.FieldRule.Decimal;
import io.adyton.server.openai.FieldRule.Line;
import io.adyton.server.openai.FieldRule.Whole;
import io.adyton.server.openai.FieldRule.Word;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the body of a chat request into a {@link ChatCompletionRequest}, field by field by the
 * table {@link ChatField}. One parser reads one body.
 */
public final class ChatRequestParser {
  private static final int FLEX_PRIORITY = -10;

  private final Served served;
  private final Text words = Text.withCapacity(0);
  private final List<Text> stop = new ArrayList<>();
  private final List<String> ignored = new ArrayList<>();
  private final Map<String, TemplateValue> templateArguments = new HashMap<>();
  private final Map<Integer, Float> logitBias = new HashMap<>();

  private @Nullable String modelName;
  private @Nullable List<Fields> messages;
  private @Nullable Integer maxTokens;
  private @Nullable Integer olderMaxTokens;
  private float temperature = 1;
  private int topK;
  private float topP = 1;
  private float minP;
  private float repetitionPenalty = 1;
  private float frequencyPenalty;
  private float presencePenalty;
  private @Nullable Long seed;
  private boolean ignoreEndOfGeneration;
  private boolean logprobs;
  private @Nullable Integer topLogprobs;
  private boolean continuesFinalMessage;
  private boolean returnsProgress;
  private boolean streams;
  private @Nullable StreamOptions streamOptions;
  private @Nullable String cacheSalt;
  private @Nullable String cacheKey;
  private int priority;
  private @Nullable String serviceTier;

  /**
   * What a parser must know of what is served.
   *
   * @param vocabularySize number of token ids
   * @param knowsDeveloper whether the template speaks of the role {@code developer}; where it does
   *     not, such messages are the system's
   * @param confidential whether the server was started strictly: streams are padded unless their
   *     request says no, and nothing may be asked to be kept
   */
  public record Served(int vocabularySize, boolean knowsDeveloper, boolean confidential) {}

  private ChatRequestParser(Served served) {
    this.served = served;
  }

  /**
   * Reads a body, which stays the caller's.
   *
   * @param seeds where the seed of a request without one comes from
   * @throws ApiException if the body is malformed or says what it may not
   */
  public static ChatCompletionRequest parse(Text body, Served served, LongSupplier seeds)
      throws ApiException {
    ChatRequestParser parser = new ChatRequestParser(served);
    boolean complete = false;
    try {
      parser.readAll(root(body));
      ChatCompletionRequest request = parser.assemble(seeds);
      complete = true;
      return request;
    } finally {
      if (!complete) {
        parser.words.close();
        parser.stop.forEach(Text::close);
      }
    }
  }

  private static JsonValue root(Text body) throws ApiException {
    try {
      JsonValue root = JsonValue.parse(body, JsonLimits.REQUEST);
      if (!root.is(Type.OBJECT)) {
        throw new ApiException(ApiError.notAnObject());
      }
      return root;
    } catch (JsonSyntaxException e) {
      throw new ApiException(ApiError.malformedJson(e));
    }
  }

  private void readAll(JsonValue root) throws ApiException {
    for (Member member : root.members()) {
      Optional<String> name = member.name().publicString(ChatLimits.NAME_BYTES);
      Optional<ChatField> field = name.flatMap(ChatField::named);
      if (field.isEmpty()) {
        ignore(name.orElse("(long name)"));
      } else if (!member.value().is(Type.NULL)) {
        read(field.get(), member.value());
      }
    }
  }

  private void read(ChatField field, JsonValue value) throws ApiException {
    switch (field.support()) {
      case HONOURED -> honour(field, value);
      case LATER -> requireHarmless(field, value);
      case IGNORED -> {
        checkType(field, value);
        if (served.confidential() && asksToKeep(field, value)) {
          throw new ApiException(ApiError.keepsNothing(field.wireName()));
        }
        ignore(field.wireName());
      }
    }
  }

  private static boolean asksToKeep(ChatField field, JsonValue value) {
    return field == ChatField.STORE && value.isTrue()
        || field == ChatField.PROMPT_CACHE_RETENTION
            && value.publicString(ChatLimits.NAME_BYTES).filter("24h"::equals).isPresent();
  }

  private void honour(ChatField field, JsonValue value) throws ApiException {
    switch (field) {
      case MODEL -> modelName = line(field, value);
      case MESSAGES ->
          messages = new MessageParser(words, served.knowsDeveloper(), this::ignore).read(value);
      case MAX_COMPLETION_TOKENS -> maxTokens = (int) whole(field, value);
      case MAX_TOKENS -> olderMaxTokens = (int) whole(field, value);
      case TEMPERATURE -> temperature = decimal(field, value);
      case TOP_P -> topP = decimal(field, value);
      case TOP_K -> topK = (int) whole(field, value);
      case MIN_P -> minP = decimal(field, value);
      case PRESENCE_PENALTY -> presencePenalty = decimal(field, value);
      case FREQUENCY_PENALTY -> frequencyPenalty = decimal(field, value);
      case REPETITION_PENALTY -> repetitionPenalty = decimal(field, value);
      case SEED -> seed = whole(field, value);
      case STOP -> readStop(value);
      case LOGIT_BIAS -> readLogitBias(value);
      case STREAM -> streams = flag(field, value);
      case STREAM_OPTIONS -> readStreamOptions(value);
      case LOGPROBS -> logprobs = flag(field, value);
      case TOP_LOGPROBS -> topLogprobs = (int) whole(field, value);
      case IGNORE_EOS -> ignoreEndOfGeneration = flag(field, value);
      case CONTINUE_FINAL_MESSAGE -> continuesFinalMessage = flag(field, value);
      case RETURN_PROGRESS -> returnsProgress = flag(field, value);
      case CACHE_SALT -> cacheSalt = line(field, value);
      case PROMPT_CACHE_KEY -> cacheKey = line(field, value);
      case PRIORITY -> priority -= Math.max((int) whole(field, value), 0);
      case SERVICE_TIER -> readServiceTier(word(field, value));
      case METADATA -> checkMetadata(value);
      case CHAT_TEMPLATE_KWARGS -> readTemplateArguments(value);
      case REASONING_EFFORT -> readReasoningEffort(word(field, value));
      case VERBOSITY ->
          templateArguments.putIfAbsent(field.wireName(), TemplateValue.known(word(field, value)));
      case USER, SAFETY_IDENTIFIER -> line(field, value);
      case PARALLEL_TOOL_CALLS -> flag(field, value);
      case N,
          RESPONSE_FORMAT,
          TOOLS,
          TOOL_CHOICE,
          FUNCTIONS,
          FUNCTION_CALL,
          MODALITIES,
          AUDIO,
          WEB_SEARCH_OPTIONS,
          STORE,
          PREDICTION,
          MODERATION,
          PROMPT_CACHE_RETENTION,
          PROMPT_CACHE_OPTIONS ->
          throw new IllegalStateException(field + " is not honoured");
    }
  }

  /** Lets a field of a later version pass where it asks for what happens anyway. */
  private static void requireHarmless(ChatField field, JsonValue value) throws ApiException {
    checkType(field, value);
    boolean harmless =
        switch (field.rule()) {
          case Whole _ -> field == ChatField.N && value.wholeNumber().orElse(0L) == 1;
          case FieldRule.Flag _ -> !value.isTrue();
          case Decimal _, Line _, Word _ -> false;
          case FieldRule.Shape _ -> isHarmlessShape(field, value);
        };
    if (!harmless) {
      throw new ApiException(ApiError.unsupported(field.wireName()));
    }
  }

  private static boolean isHarmlessShape(ChatField field, JsonValue value) {
    return switch (value.type()) {
      case ARRAY ->
          value.size() == 0
              || field == ChatField.MODALITIES
                  && value.elements().stream().allMatch(ChatRequestParser::isText);
      case STRING ->
          (field == ChatField.TOOL_CHOICE || field == ChatField.FUNCTION_CALL)
              && value
                  .publicString(ChatLimits.NAME_BYTES)
                  .filter(List.of("none", "auto")::contains)
                  .isPresent();
      case OBJECT ->
          field == ChatField.RESPONSE_FORMAT
              && value.members().stream()
                  .filter(
                      member -> member.name().publicString(4).filter("type"::equals).isPresent())
                  .anyMatch(member -> isText(member.value()));
      case NUMBER, BOOLEAN, NULL -> false;
    };
  }

  private static boolean isText(JsonValue value) {
    return value.is(Type.STRING) && value.publicString(4).filter("text"::equals).isPresent();
  }

  private static void checkType(ChatField field, JsonValue value) throws ApiException {
    switch (field.rule()) {
      case Whole rule -> FieldReader.whole(field.wireName(), rule, value);
      case Decimal rule -> FieldReader.decimal(field.wireName(), rule, value);
      case FieldRule.Flag _ -> FieldReader.flag(field.wireName(), value);
      case Word rule -> FieldReader.word(field.wireName(), rule, value);
      case Line rule -> FieldReader.line(field.wireName(), rule, value);
      case FieldRule.Shape rule -> {
        if (value.is(Type.NUMBER) || value.is(Type.BOOLEAN)) {
          throw new ApiException(ApiError.invalidType(field.wireName(), rule.inWords()));
        }
      }
    }
  }

  private void readStop(JsonValue value) throws ApiException {
    String parameter = ChatField.STOP.wireName();
    List<JsonValue> strings = value.is(Type.ARRAY) ? value.elements() : List.of(value);
    FieldReader.requireAtMost(parameter, value, ChatLimits.STOP_STRINGS, "strings");
    for (JsonValue string : strings) {
      FieldReader.requireString(parameter, string);
      Text text = string.text();
      stop.add(text);
      if (text.isEmpty()) {
        throw new ApiException(ApiError.invalidValue(parameter, "strings that are not empty"));
      }
      if (text.length() > ChatLimits.STOP_BYTES) {
        throw new ApiException(ApiError.tooLong(parameter, ChatLimits.STOP_BYTES, "bytes"));
      }
    }
  }

  private void readLogitBias(JsonValue value) throws ApiException {
    String parameter = ChatField.LOGIT_BIAS.wireName();
    FieldReader.requireObject(parameter, value);
    FieldReader.requireAtMost(parameter, value, ChatLimits.BIASES, "tokens");
    for (Member member : value.members()) {
      int token = tokenId(member.name());
      logitBias.put(token, FieldReader.decimal(parameter, ChatLimits.BIAS, member.value()));
    }
  }

  private int tokenId(JsonValue name) throws ApiException {
    String digits = name.publicString(10).filter(s -> s.matches("[0-9]+")).orElse("-1");
    long token = Long.parseLong(digits);
    if (token < 0 || token >= served.vocabularySize()) {
      throw new ApiException(
          ApiError.invalidValue(
              ChatField.LOGIT_BIAS.wireName(),
              "token ids from 0 to " + (served.vocabularySize() - 1) + " as names"));
    }
    return (int) token;
  }

  private void readStreamOptions(JsonValue value) throws ApiException {
    String parameter = ChatField.STREAM_OPTIONS.wireName();
    FieldReader.requireObject(parameter, value);
    boolean usage = false;
    boolean obfuscation = served.confidential();
    for (Member member : value.members()) {
      String name = member.name().publicString(ChatLimits.NAME_BYTES).orElse("(long name)");
      String path = parameter + "." + name;
      if (name.equals("include_usage")) {
        usage = !member.value().is(Type.NULL) && FieldReader.flag(path, member.value());
      } else if (name.equals("include_obfuscation")) {
        obfuscation =
            member.value().is(Type.NULL)
                ? served.confidential()
                : FieldReader.flag(path, member.value());
      } else {
        ignore(path);
      }
    }
    streamOptions = new StreamOptions(usage, obfuscation, false);
  }

  private void readServiceTier(String tier) {
    boolean flex = tier.equals("flex");
    serviceTier = flex ? "flex" : "default";
    if (flex) {
      priority += FLEX_PRIORITY;
    }
  }

  private void readReasoningEffort(String effort) {
    templateArguments.putIfAbsent(
        ChatField.REASONING_EFFORT.wireName(), TemplateValue.known(effort));
    if (effort.equals("none")) {
      templateArguments.putIfAbsent("enable_thinking", new TemplateValue.Bool(false));
    }
  }

  private void readTemplateArguments(JsonValue value) throws ApiException {
    String parameter = ChatField.CHAT_TEMPLATE_KWARGS.wireName();
    FieldReader.requireObject(parameter, value);
    for (Member member : value.members()) {
      String name =
          member
              .name()
              .publicString(ChatLimits.NAME_BYTES)
              .orElseThrow(
                  () ->
                      new ApiException(
                          ApiError.tooLong(parameter, ChatLimits.NAME_BYTES, "bytes in a name")));
      templateArguments.put(name, TemplateArguments.of(member.value(), words));
    }
  }

  private static void checkMetadata(JsonValue value) throws ApiException {
    String parameter = ChatField.METADATA.wireName();
    FieldReader.requireObject(parameter, value);
    FieldReader.requireAtMost(parameter, value, ChatLimits.METADATA_ENTRIES, "entries");
    for (Member member : value.members()) {
      FieldReader.line(parameter, new Line(ChatLimits.METADATA_NAME_BYTES), member.name());
      FieldReader.line(parameter, new Line(ChatLimits.METADATA_VALUE_BYTES), member.value());
    }
  }

  private void ignore(String name) {
    String printable = name.replaceAll("[^A-Za-z0-9_.()\\[\\]-]", "?");
    if (ignored.size() < ChatLimits.IGNORED_LISTED && !ignored.contains(printable)) {
      ignored.add(printable);
    }
  }

  private ChatCompletionRequest assemble(LongSupplier seeds) throws ApiException {
    if (modelName == null) {
      throw new ApiException(ApiError.missing(ChatField.MODEL.wireName()));
    }
    if (messages == null) {
      throw new ApiException(ApiError.missing(ChatField.MESSAGES.wireName()));
    }
    if (streamOptions != null && !streams) {
      throw new ApiException(
          ApiError.invalidValue(
              ChatField.STREAM_OPTIONS.wireName(), "nothing unless stream is true"));
    }
    if (returnsProgress && !streams) {
      ignore(ChatField.RETURN_PROGRESS.wireName());
    }
    SamplingParams sampling =
        new SamplingParams(
            temperature,
            topK,
            topP,
            minP,
            repetitionPenalty,
            frequencyPenalty,
            presencePenalty,
            logitBias,
            seed == null ? seeds.getAsLong() : seed);
    return new ChatCompletionRequest(
        modelName,
        new Conversation(messages, null, null),
        new RenderOptions(!continuesFinalMessage, templateArguments),
        continuesFinalMessage ? lastWords(messages.getLast()) : null,
        words,
        maxTokens == null ? olderMaxTokens : maxTokens,
        sampling,
        stop,
        ignoreEndOfGeneration,
        alternatives(),
        streams ? streaming() : null,
        cacheSalt == null ? cacheKey : cacheSalt,
        priority,
        serviceTier,
        ignored);
  }

  /** Forcing a token and reading its score, over the vocabulary, would reveal whole rows. */
  private int alternatives() throws ApiException {
    if (!logprobs && topLogprobs != null) {
      throw new ApiException(
          ApiError.invalidValue(
              ChatField.TOP_LOGPROBS.wireName(), "nothing unless logprobs is true"));
    }
    if (logprobs && !logitBias.isEmpty()) {
      throw new ApiException(
          ApiError.invalidValue(ChatField.LOGIT_BIAS.wireName(), "nothing where logprobs is true"));
    }
    if (!logprobs) {
      return TokenScores.NOT_WANTED;
    }
    return topLogprobs == null ? 0 : topLogprobs;
  }

  private StreamOptions streaming() {
    StreamOptions options =
        streamOptions == null
            ? new StreamOptions(false, served.confidential(), false)
            : streamOptions;
    return options.withProgress(returnsProgress);
  }

  private static Content lastWords(Fields message) throws ApiException {
    return Optional.of(message.fields())
        .filter(fields -> fields.contains(Field.named("role", TemplateValue.known("assistant"))))
        .flatMap(
            fields ->
                fields.stream()
                    .filter(field -> field.name().equals(TemplateValue.known("content")))
                    .map(field -> (Content) field.value())
                    .findFirst())
        .orElseThrow(
            () ->
                new ApiException(
                    ApiError.invalidValue(
                        ChatField.CONTINUE_FINAL_MESSAGE.wireName(),
                        "true only where the last message is the assistant's")));
  }

  private static long whole(ChatField field, JsonValue value) throws ApiException {
    return FieldReader.whole(field.wireName(), (Whole) field.rule(), value);
  }

  private static float decimal(ChatField field, JsonValue value) throws ApiException {
    return FieldReader.decimal(field.wireName(), (Decimal) field.rule(), value);
  }

  private static boolean flag(ChatField field, JsonValue value) throws ApiException {
    return FieldReader.flag(field.wireName(), value);
  }

  private static String word(ChatField field, JsonValue value) throws ApiException {
    return FieldReader.word(field.wireName(), (Word) field.rule(), value);
  }

  private static String line(ChatField field, JsonValue value) throws ApiException {
    return FieldReader.line(field.wireName(), (Line) field.rule(), value);
  }
}
