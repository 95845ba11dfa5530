// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.e2e.sdk.Sdk;
import io.adyton.e2e.sdk.SdkCommand;
import io.adyton.e2e.sdk.SdkCommand.Operation;
import io.adyton.e2e.sdk.SdkKind;
import io.adyton.e2e.sdk.SdkOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Clients that know nothing of attestation, through {@code adyton proxy}, with a server that a
 * software TPM vouches for.
 */
class ProxyClientsIT {
  private static final int FAR_TOO_MANY_TOKENS = 1500;

  @AutoClose private static AttestedServer server;
  @AutoClose private static AdytonProcess proxy;

  @BeforeAll
  static void start(@TempDir Path directory) throws Exception {
    server = AttestedServer.start("attested", directory);
    proxy =
        AdytonProcess.running(
                "proxy",
                List.of(),
                List.of(
                    "proxy",
                    "--to",
                    server.process().https().resolve("/").toString(),
                    "--policy",
                    server.policy().toString(),
                    "--port",
                    "0"))
            .awaitReady();
  }

  @ParameterizedTest
  @EnumSource
  void streamsWhatTheServerSaysInOnePiece(SdkKind kind) throws IOException {
    SdkCommand command = chat("Tell me about the sea.").with("max_tokens", 24);
    try (Sdk client = kind.start(null)) {
      SdkOutcome whole = client.runOnce(command);
      SdkOutcome streamed = client.runOnce(command.as(Operation.STREAM));

      assertThat(whole.error()).isNull();
      assertThat(whole.text()).isNotBlank();
      assertThat(streamed.error()).isNull();
      assertThat(streamed.oddities()).isEmpty();
      assertThat(streamed.chunks()).isGreaterThan(5);
      assertThat(streamed.text()).isEqualTo(whole.text());
      assertThat(streamed.finish()).isEqualTo(whole.finish());
    }
  }

  @ParameterizedTest
  @EnumSource
  void handsOnTheServersRefusals(SdkKind kind) throws IOException {
    try (Sdk client = kind.start(null)) {
      for (Refusal refusal : Refusal.all(chat("Hello").with("max_tokens", 1))) {
        SdkOutcome outcome = client.runOnce(refusal.command());

        SdkOutcome.Thrown thrown = Objects.requireNonNull(outcome.error(), refusal.code());
        assertThat(thrown.kind()).as(refusal.code()).isEqualTo(refusal.kinds().get(kind));
        assertThat(thrown.status()).isEqualTo(refusal.status());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void stopsTheServerWhenTheReaderWalksAway(SdkKind kind) throws IOException {
    ServerMetrics metrics = new ServerMetrics(proxy);
    double before = metrics.value("vllm:generation_tokens_total");
    SdkCommand story =
        chat("Tell me a very long story.")
            .with("max_tokens", FAR_TOO_MANY_TOKENS)
            .with("ignore_eos", true)
            .as(Operation.STREAM)
            .cancelledAfter(3);
    try (Sdk client = kind.start(null)) {
      SdkOutcome outcome = client.runOnce(story);

      assertThat(outcome.error()).isNull();
      assertThat(outcome.cancelled()).isTrue();
    }
    metrics.awaitZero("vllm:num_requests_running");
    assertThat(metrics.value("vllm:generation_tokens_total") - before)
        .isLessThan(FAR_TOO_MANY_TOKENS / 2.0);
  }

  private static SdkCommand chat(String message) {
    return SdkCommand.chat(proxy.http(), TestModel.SMOLLM2.id(), message);
  }
}
