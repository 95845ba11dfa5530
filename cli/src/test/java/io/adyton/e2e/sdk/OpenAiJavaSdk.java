// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.errors.OpenAIServiceException;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.models.Model;
import io.adyton.e2e.sdk.SdkOutcome.Thrown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;

/** The official Java client. */
final class OpenAiJavaSdk implements Sdk {
  @Override
  public String name() {
    return "openai-java";
  }

  @Override
  public String version() {
    return String.valueOf(ChatCompletion.class.getPackage().getImplementationVersion());
  }

  @Override
  public List<SdkOutcome> run(SdkCommand command) {
    OpenAIClient client = client(command);
    try {
      return Repetitions.of(command.times(), () -> runOne(client, command));
    } finally {
      client.close();
    }
  }

  @Override
  public void close() {}

  private static OpenAIClient client(SdkCommand command) {
    OpenAIOkHttpClient.Builder builder =
        OpenAIOkHttpClient.builder()
            .baseUrl(command.baseUrl())
            .apiKey(command.apiKey())
            .maxRetries(command.maxRetries())
            .timeout(Duration.ofSeconds(command.timeoutSeconds()));
    if (command.ca() != null) {
      PinnedTrust trust = PinnedTrust.in(Path.of(command.ca()));
      builder.sslSocketFactory(trust.context().getSocketFactory()).trustManager(trust.manager());
    }
    return builder.build();
  }

  private static SdkOutcome runOne(OpenAIClient client, SdkCommand command) {
    Observation seen = new Observation();
    try {
      switch (command.op()) {
        case CHAT -> chat(client, command, seen);
        case STREAM -> stream(client, command, seen);
        case MODELS -> seen.models(client.models().list().data().stream().map(Model::id).toList());
      }
      return seen.ended();
    } catch (RuntimeException e) {
      return seen.ended(thrown(e));
    }
  }

  private static void chat(OpenAIClient client, SdkCommand command, Observation seen) {
    ChatCompletion answer = client.chat().completions().create(params(command));
    seen.id(answer.id());
    answer.choices().getFirst().message().content().ifPresent(seen::text);
    seen.role(answer.choices().getFirst().message()._role().asStringOrThrow());
    seen.finish(answer.choices().getFirst().finishReason().asString());
    answer
        .usage()
        .ifPresent(
            usage ->
                seen.usage(usage.promptTokens(), usage.completionTokens(), usage.totalTokens()));
  }

  private static void stream(OpenAIClient client, SdkCommand command, Observation seen) {
    try (StreamResponse<ChatCompletionChunk> response =
        client.chat().completions().createStreaming(params(command))) {
      Iterator<ChatCompletionChunk> chunks = response.stream().iterator();
      while (chunks.hasNext()) {
        ChatCompletionChunk chunk = chunks.next();
        if (chunk == null) {
          seen.oddity("null chunk");
          continue;
        }
        read(chunk, seen);
        if (command.cancelAfter() != null && seen.chunks() == command.cancelAfter()) {
          seen.cancelled();
          return;
        }
      }
    }
  }

  private static void read(ChatCompletionChunk chunk, Observation seen) {
    seen.id(chunk.id());
    chunk
        .usage()
        .ifPresent(
            usage ->
                seen.usage(usage.promptTokens(), usage.completionTokens(), usage.totalTokens()));
    for (ChatCompletionChunk.Choice choice : chunk.choices()) {
      choice.delta().role().ifPresent(role -> seen.role(role.asString()));
      choice.finishReason().ifPresent(reason -> seen.finish(reason.asString()));
      choice.delta().content().ifPresent(seen::text);
    }
  }

  /** The SDK declares {@code JsonValue} as a raw {@code JsonField}, hence the suppression. */
  @SuppressWarnings("unchecked")
  private static ChatCompletionCreateParams params(SdkCommand command) {
    ChatCompletionCreateParams.Builder builder = ChatCompletionCreateParams.builder();
    command
        .body()
        .forEach(
            (field, value) -> {
              switch (field) {
                case "model" -> builder.model((String) value);
                case "messages" -> builder.messages(JsonValue.from(value));
                default -> builder.putAdditionalBodyProperty(field, JsonValue.from(value));
              }
            });
    return builder.build();
  }

  private static Thrown thrown(RuntimeException error) {
    String message = String.valueOf(error.getMessage());
    String kind = error.getClass().getSimpleName();
    return error instanceof OpenAIServiceException service
        ? new Thrown(
            kind,
            service.statusCode(),
            service.code().orElse(null),
            service.type().orElse(null),
            service.param().orElse(null),
            service.headers().values("x-request-id").stream().findFirst().orElse(null),
            message)
        : new Thrown(kind, null, null, null, null, null, message);
  }
}
