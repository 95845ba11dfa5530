// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.e2e.sdk.Sdk;
import io.adyton.e2e.sdk.SdkCommand;
import io.adyton.e2e.sdk.SdkCommand.Operation;
import io.adyton.e2e.sdk.SdkKind;
import io.adyton.e2e.sdk.SdkOutcome;
import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The real server and model, driven by the clients that people have, over HTTP and HTTPS. */
@ExtendWith(SharedServer.class)
class ChatClientsIT {
  private static final int AT_ONCE = 32;
  private static final int FAR_TOO_MANY_TOKENS = 1500;
  private static final Map<SdkKind, Sdk> CLIENTS = new EnumMap<>(SdkKind.class);

  static Stream<Arguments> clients() {
    return Arrays.stream(SdkKind.values())
        .flatMap(kind -> Arrays.stream(Transport.values()).map(way -> Arguments.of(kind, way)));
  }

  @AfterAll
  static void closeClients() {
    CLIENTS.values().forEach(Sdk::close);
    CLIENTS.clear();
  }

  @ParameterizedTest
  @MethodSource("clients")
  void listsTheModel(SdkKind kind, Transport way, AdytonProcess adyton) throws IOException {
    SdkOutcome outcome = client(kind, adyton).runOnce(way.chat(adyton, "").as(Operation.MODELS));

    assertThat(outcome.error()).isNull();
    assertThat(outcome.models()).contains(TestModel.SMOLLM2.id());
  }

  @ParameterizedTest
  @MethodSource("clients")
  void answersInOnePieceWithUsage(SdkKind kind, Transport way, AdytonProcess adyton)
      throws IOException {
    SdkOutcome outcome =
        client(kind, adyton).runOnce(way.chat(adyton, "Say hello.").with("max_tokens", 16));

    assertThat(outcome.error()).isNull();
    assertThat(outcome.role()).isEqualTo("assistant");
    assertThat(outcome.finish()).isIn("stop", "length");
    assertThat(outcome.text()).isNotBlank();
    requireUsage(outcome, 16);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void streamsTheSameTextPieceByPiece(SdkKind kind, Transport way, AdytonProcess adyton)
      throws IOException {
    SdkCommand command = way.chat(adyton, "Tell me about the sea.").with("max_tokens", 24);
    SdkOutcome whole = client(kind, adyton).runOnce(command);
    SdkOutcome streamed =
        client(kind, adyton)
            .runOnce(
                command.with("stream_options", Map.of("include_usage", true)).as(Operation.STREAM));

    assertThat(streamed.error()).isNull();
    assertThat(streamed.oddities()).isEmpty();
    assertThat(streamed.text()).isEqualTo(whole.text());
    assertThat(streamed.finish()).isEqualTo(whole.finish());
    assertThat(streamed.chunks()).isGreaterThan(5);
    assertThat(streamed.ids()).hasSize(1);
    assertThat(streamed.usageChunks()).isEqualTo(1);
    assertThat(streamed.usage()).isEqualTo(whole.usage());
  }

  @ParameterizedTest
  @MethodSource("clients")
  void refusesWithTheClientsOwnException(SdkKind kind, Transport way, AdytonProcess adyton)
      throws IOException {
    SdkCommand plain = way.chat(adyton, "Hello").with("max_tokens", 1);
    for (Refusal refusal : Refusal.all(plain)) {
      for (Operation operation : List.of(Operation.CHAT, Operation.STREAM)) {
        SdkOutcome outcome =
            client(kind, adyton).runOnce(refusal.command().as(operation).retrying(2));

        SdkOutcome.Thrown thrown = Objects.requireNonNull(outcome.error(), refusal.code());
        assertThat(thrown.kind()).as(refusal.code()).isEqualTo(refusal.kinds().get(kind));
        assertThat(thrown.status()).isEqualTo(refusal.status());
        if (kind != SdkKind.LANGCHAIN4J) {
          assertThat(thrown.code()).isEqualTo(refusal.code());
          assertThat(thrown.requestId()).startsWith("req_");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("clients")
  void stopsComputingWhenTheReaderWalksAway(SdkKind kind, Transport way, AdytonProcess adyton)
      throws IOException {
    ServerMetrics metrics = new ServerMetrics(adyton);
    double before = metrics.value("vllm:generation_tokens_total");

    SdkOutcome outcome =
        client(kind, adyton)
            .runOnce(
                way.chat(adyton, "Tell me a very long story.")
                    .with("max_tokens", FAR_TOO_MANY_TOKENS)
                    .with("ignore_eos", true)
                    .as(Operation.STREAM)
                    .cancelledAfter(3));

    assertThat(outcome.error()).isNull();
    assertThat(outcome.cancelled()).isTrue();
    metrics.awaitZero("vllm:num_requests_running");
    assertThat(metrics.value("vllm:generation_tokens_total") - before)
        .isLessThan(FAR_TOO_MANY_TOKENS / 2.0);
  }

  @ParameterizedTest
  @MethodSource("clients")
  void servesManyAtOnce(SdkKind kind, Transport way, AdytonProcess adyton) throws IOException {
    List<SdkOutcome> outcomes =
        client(kind, adyton)
            .run(
                way.chat(adyton, "Name three colours.")
                    .with("max_tokens", 12)
                    .as(Operation.STREAM)
                    .retrying(2)
                    .times(AT_ONCE));

    assertThat(outcomes).hasSize(AT_ONCE).allMatch(outcome -> outcome.error() == null);
    assertThat(outcomes).allMatch(outcome -> !outcome.text().isBlank());
    assertThat(outcomes.stream().flatMap(outcome -> outcome.ids().stream()).distinct())
        .hasSize(AT_ONCE);
  }

  private static synchronized Sdk client(SdkKind kind, AdytonProcess adyton) throws IOException {
    Sdk running = CLIENTS.get(kind);
    if (running == null) {
      running = kind.start(adyton.certificate());
      CLIENTS.put(kind, running);
    }
    return running;
  }

  private static void requireUsage(SdkOutcome outcome, int limit) {
    List<Integer> usage = Objects.requireNonNull(outcome.usage());
    assertThat(usage.get(0)).isPositive();
    assertThat(usage.get(1)).isBetween(1, limit);
    assertThat(usage.get(2)).isEqualTo(usage.get(0) + usage.get(1));
  }
}
