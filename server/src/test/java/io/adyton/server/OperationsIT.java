// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.governance.keys.SqliteApiKeyStore;
import io.adyton.scheduler.BatchScheduler;
import io.adyton.scheduler.SchedulerSettings;
import io.adyton.scheduler.TokenGate;
import io.adyton.scheduler.engine.SimulatedEngine;
import io.adyton.scheduler.engine.SimulatedModel;
import io.adyton.scheduler.engine.StepOutcome;
import io.adyton.server.api.Lifecycle;
import io.adyton.server.metrics.AdytonMetrics;
import io.adyton.server.metrics.VllmMetrics;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OperationsIT {
  @Test
  void answersProbes() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      assertThat(under.get("/health").body()).isEqualTo("{\"status\":\"ok\"}");
      assertThat(under.get("/livez").statusCode()).isEqualTo(200);
      assertThat(under.get("/startupz").statusCode()).isEqualTo(200);
      assertThat(under.get("/readyz").body()).isEqualTo("{\"status\":\"ready\"}");
      assertThat(under.get("/version").body())
          .isEqualTo(
              "{\"version\":\"test\",\"model\":\"simulated\",\"digest\":\"sha256:"
                  + ServerUnderTest.DIGEST
                  + "\"}");
      HttpResponse<String> head =
          under.send(
              HttpRequest.newBuilder(under.plain("/livez"))
                  .method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertThat(head.statusCode()).isEqualTo(200);
      assertThat(head.body()).isEmpty();
    }
  }

  @Test
  void describesItsModel() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      assertThat(under.get("/v1/models").body())
          .startsWith(
              "{\"object\":\"list\",\"data\":[{\"id\":\"simulated\",\"object\":\"model\","
                  + "\"created\":1772366400,\"owned_by\":\"adyton\",\"max_model_len\":1024,")
          .contains("\"adyton\":{\"digest\":\"sha256:" + ServerUnderTest.DIGEST + "\"}");
      assertThat(under.get("/v1/models/simulated").body())
          .startsWith("{\"id\":\"simulated\",\"object\":\"model\"");
    }
  }

  @Test
  void showsMetricsUnderBothSetsOfNames() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("abc")) {
      under.send(under.postChat("hi", ",\"stream\":true"));
      under.gate.awaitEnd();
      under.send(under.postChat("hi", ",\"max_tokens\":2"));
      under.gate.awaitEnd();
      HttpResponse<String> page = under.get("/metrics");

      assertThat(page.headers().firstValue("content-type").orElseThrow()).startsWith("text/plain");
      assertThat(page.body().lines())
          .contains(
              "vllm:num_requests_running{model_name=\"simulated\"} 0.0",
              "vllm:num_requests_waiting{model_name=\"simulated\"} 0.0",
              "vllm:cache_config_info{block_size=\"16\",model_name=\"simulated\",num_gpu_blocks=\"512\"} 1.0",
              "vllm:prompt_tokens_total{model_name=\"simulated\"} 8.0",
              "vllm:generation_tokens_total{model_name=\"simulated\"} 5.0",
              "vllm:num_preemptions_total{model_name=\"simulated\"} 0.0",
              "vllm:request_success_total{finished_reason=\"stop\",model_name=\"simulated\"} 1.0",
              "vllm:request_success_total{finished_reason=\"length\",model_name=\"simulated\"} 1.0",
              "vllm:time_to_first_token_seconds_count{model_name=\"simulated\"} 2",
              "vllm:request_prompt_tokens_sum{model_name=\"simulated\"} 8.0",
              "vllm:request_generation_tokens_bucket{model_name=\"simulated\",le=\"2.0\"} 1",
              "adyton_chats_ended_total{outcome=\"stop\"} 1.0",
              "adyton_http_requests_total{route=\"/v1/chat/completions\",status=\"200\"} 2.0",
              "adyton_slot_state{state=\"idle\"} 8.0",
              "adyton_slot_state{state=\"decoding\"} 0.0",
              "adyton_native_bytes{area=\"weights\"} 0.0",
              "adyton_attestation_requests_total{result=\"answered\"} 0.0",
              "adyton_ready 1.0");
      assertThat(
              page.body()
                  .lines()
                  .filter(line -> line.startsWith("vllm:iteration_tokens_total_count")))
          .hasSize(1);
      for (VllmMetrics metric : VllmMetrics.values()) {
        assertThat(page.body()).contains("\n" + metric.meterName());
      }
      for (AdytonMetrics metric : AdytonMetrics.values()) {
        assertThat(page.body()).contains("\n" + metric.meterName().replace('.', '_'));
      }
    }
  }

  @Test
  void keepsOperationsToTheirOwnListener() throws Exception {
    SimulatedEngine engine = SimulatedEngine.of(SimulatedModel.saying("x"));
    try (ServerUnderTest under =
        ServerUnderTest.with(engine, builder -> builder.operations(new Listener("127.0.0.1", 0)))) {
      assertThat(under.get("/metrics").statusCode()).isEqualTo(404);
      URI there =
          URI.create(
              "http://127.0.0.1:" + under.server.operationsPort().orElseThrow() + "/metrics");
      assertThat(under.send(HttpRequest.newBuilder(there)).statusCode()).isEqualTo(200);
      assertThat(under.send(HttpRequest.newBuilder(there.resolve("/v1/models"))).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void finishesWhatIsInWorkBeforeItLeaves() throws Exception {
    Semaphore steps = new Semaphore(2);
    try (ServerUnderTest under =
        ServerUnderTest.with(stepping(steps, "xyz"), UnaryOperator.identity())) {
      HttpResponse<InputStream> answer =
          under.client.send(
              under.postChat("hi", ",\"stream\":true").build(), BodyHandlers.ofInputStream());
      answer.body().readNBytes(10);
      CompletableFuture<Void> left =
          CompletableFuture.runAsync(
              () -> under.server.drain(Duration.ZERO, Duration.ofSeconds(30)));
      while (under.server.lifecycle() != Lifecycle.DRAINING) {
        Thread.onSpinWait();
      }
      HttpResponse<String> refused = under.send(under.postChat("hi", ""));
      assertThat(refused.statusCode()).isEqualTo(503);
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
      assertThat(refused.headers().firstValue("x-should-retry")).contains("true");
      assertThat(refused.body()).contains("\"code\":\"draining\"");
      assertThat(under.get("/readyz").statusCode()).isEqualTo(503);
      assertThat(under.get("/livez").statusCode()).isEqualTo(200);
      steps.release(1000);

      assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
          .endsWith("data: [DONE]\n\n");
      left.join();
      assertThat(under.server.lifecycle()).isEqualTo(Lifecycle.STOPPED);
    }
  }

  @Test
  void endsWhatTakesTooLongWithAnError() throws Exception {
    SimulatedEngine endless =
        new SimulatedEngine(
            ServerUnderTest.facts(1, 1 << 20),
            (tokens, length, sampled, logits) -> logits['z'] = 20,
            SimulatedEngine.Conduct.PROMPT);
    try (ServerUnderTest under = ServerUnderTest.with(endless, UnaryOperator.identity())) {
      HttpResponse<InputStream> answer =
          under.client.send(
              under.postChat("hi", ",\"stream\":true").build(), BodyHandlers.ofInputStream());
      answer.body().readNBytes(10);
      CompletableFuture<Void> left =
          CompletableFuture.runAsync(() -> under.server.drain(Duration.ZERO, Duration.ofMillis(1)));

      assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
          .contains("\"code\":\"draining\"")
          .doesNotContain("[DONE]");
      left.join();
    }
  }

  @Test
  void leavesInBoundedTimeWhenTheEngineHangs() throws Exception {
    Semaphore steps = new Semaphore(2);
    try (ServerUnderTest under =
        ServerUnderTest.with(
            stepping(steps, "xyz"), builder -> builder.farewell(Duration.ofMillis(10)))) {
      HttpResponse<InputStream> answer =
          under.client.send(
              under.postChat("hi", ",\"stream\":true").build(), BodyHandlers.ofInputStream());
      answer.body().readNBytes(10);

      CompletableFuture.runAsync(() -> under.server.drain(Duration.ZERO, Duration.ofMillis(10)))
          .get(30, TimeUnit.SECONDS);

      assertThat(under.server.lifecycle()).isEqualTo(Lifecycle.STOPPED);
      assertThatThrownBy(() -> answer.body().readAllBytes()).isInstanceOf(IOException.class);
      steps.release(1000);
    }
  }

  @Test
  void saysWhichListenerCouldNotBeOpened(@TempDir Path directory) throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.ofLiteral("127.0.0.1"));
        SqliteApiKeyStore keys = SqliteApiKeyStore.open(directory)) {
      BatchScheduler scheduler =
          BatchScheduler.start(
              SimulatedEngine.of(SimulatedModel.saying("x")),
              TokenGate.OPEN,
              SchedulerSettings.DEFAULT);
      Listener listener = new Listener("127.0.0.1", taken.getLocalPort());
      assertThatThrownBy(
              () ->
                  AdytonServer.builder(scheduler, keys)
                      .model("m", ServerUnderTest.DIGEST)
                      .plainHttp(listener)
                      .start())
          .isInstanceOfSatisfying(
              ListenException.class, failure -> assertThat(failure.listener()).isEqualTo(listener))
          .hasMessageContaining("127.0.0.1:" + taken.getLocalPort());
    }
  }

  private static SimulatedEngine stepping(Semaphore steps, String answer) {
    return new SimulatedEngine(
        ServerUnderTest.facts(4, 1024),
        SimulatedModel.saying(answer),
        (step, rows) -> {
          steps.acquireUninterruptibly();
          return StepOutcome.COMPUTED;
        });
  }
}
