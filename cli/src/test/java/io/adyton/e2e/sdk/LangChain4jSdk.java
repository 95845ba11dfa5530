// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.HttpException;
import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClientBuilder;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiModelCatalog;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import dev.langchain4j.model.output.TokenUsage;
import io.adyton.e2e.sdk.SdkOutcome.Thrown;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** LangChain4j's client for the OpenAI API. */
final class LangChain4jSdk implements Sdk {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Override
  public String name() {
    return "LangChain4j";
  }

  @Override
  public String version() {
    return PomVersion.of("dev.langchain4j", "langchain4j-open-ai");
  }

  @Override
  public List<SdkOutcome> run(SdkCommand command) {
    HttpClientBuilder http = http(command);
    return Repetitions.of(command.times(), () -> runOne(http, command));
  }

  @Override
  public void close() {}

  private static HttpClientBuilder http(SdkCommand command) {
    HttpClient.Builder builder = HttpClient.newBuilder();
    if (command.ca() != null) {
      builder.sslContext(PinnedTrust.in(Path.of(command.ca())).context());
    }
    return new JdkHttpClientBuilder().httpClientBuilder(builder);
  }

  private static SdkOutcome runOne(HttpClientBuilder http, SdkCommand command) {
    Observation seen = new Observation();
    try {
      switch (command.op()) {
        case CHAT -> chat(http, command, seen);
        case STREAM -> stream(http, command, seen);
        case MODELS -> models(http, command, seen);
      }
      return seen.ended();
    } catch (RuntimeException e) {
      return seen.ended(thrown(e));
    }
  }

  private static void chat(HttpClientBuilder http, SdkCommand command, Observation seen) {
    ChatResponse answer =
        OpenAiChatModel.builder()
            .httpClientBuilder(http)
            .baseUrl(command.baseUrl())
            .apiKey(command.apiKey())
            .maxRetries(command.maxRetries())
            .timeout(Duration.ofSeconds(command.timeoutSeconds()))
            .modelName((String) command.body().get("model"))
            .customParameters(parameters(command))
            .build()
            .chat(messages(command));
    completed(answer, seen);
    seen.text(answer.aiMessage().text());
  }

  private static void stream(HttpClientBuilder http, SdkCommand command, Observation seen) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    OpenAiStreamingChatModel.builder()
        .httpClientBuilder(http)
        .baseUrl(command.baseUrl())
        .apiKey(command.apiKey())
        .timeout(Duration.ofSeconds(command.timeoutSeconds()))
        .modelName((String) command.body().get("model"))
        .customParameters(parameters(command))
        .build()
        .chat(messages(command), new Reader(command, seen, over));
    try {
      over.get(command.timeoutSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("the client reported neither an end nor an error", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void models(HttpClientBuilder http, SdkCommand command, Observation seen) {
    seen.models(
        OpenAiModelCatalog.builder()
            .httpClientBuilder(http)
            .baseUrl(command.baseUrl())
            .apiKey(command.apiKey())
            .build()
            .listModels()
            .stream()
            .map(model -> model.name())
            .toList());
  }

  private static void completed(ChatResponse answer, Observation seen) {
    if (answer.id() != null) {
      seen.id(answer.id());
    }
    if (answer.finishReason() != null) {
      seen.finish(answer.finishReason().name().toLowerCase(Locale.ROOT));
    }
    seen.role("assistant");
    TokenUsage usage = answer.tokenUsage();
    if (usage != null) {
      seen.usage(usage.inputTokenCount(), usage.outputTokenCount(), usage.totalTokenCount());
    }
  }

  private static Map<String, Object> parameters(SdkCommand command) {
    Map<String, Object> parameters = new HashMap<>(command.body());
    parameters.remove("model");
    parameters.remove("messages");
    parameters.remove("stream_options");
    return parameters;
  }

  private static List<ChatMessage> messages(SdkCommand command) {
    return JSON
        .convertValue(command.body().get("messages"), new TypeReference<List<Message>>() {})
        .stream()
        .map(LangChain4jSdk::message)
        .toList();
  }

  private static ChatMessage message(Message message) {
    return switch (message.role()) {
      case "system" -> SystemMessage.from(message.content());
      case "assistant" -> AiMessage.from(message.content());
      default -> UserMessage.from(message.content());
    };
  }

  private static Thrown thrown(Throwable error) {
    return new Thrown(
        error.getClass().getSimpleName(),
        status(error),
        null,
        null,
        null,
        null,
        String.valueOf(error.getMessage()));
  }

  private static @Nullable Integer status(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof HttpException http) {
        return http.statusCode();
      }
    }
    return null;
  }

  private record Message(String role, String content) {}

  private record Reader(SdkCommand command, Observation seen, CompletableFuture<Void> over)
      implements StreamingChatResponseHandler {
    @Override
    public void onPartialResponse(PartialResponse partial, PartialResponseContext context) {
      seen.text(partial.text());
      if (command.cancelAfter() != null && seen.chunks() == command.cancelAfter()) {
        seen.cancelled();
        context.streamingHandle().cancel();
        over.complete(null);
      }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      completed(response, seen);
      over.complete(null);
    }

    @Override
    public void onError(Throwable error) {
      over.completeExceptionally(error);
    }
  }
}
