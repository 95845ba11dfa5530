// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.scheduler.engine.SimulatedEngine;
import io.adyton.scheduler.engine.SimulatedModel;
import io.adyton.scheduler.engine.StepOutcome;
import io.adyton.server.http.ZeroingAllocator;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChatOverHttpIT {
  private static final String CHUNK =
      "data: {\"id\":\"chatcmpl-golden\",\"object\":\"chat.completion.chunk\","
          + "\"created\":1772366400,\"model\":\"simulated\","
          + "\"system_fingerprint\":\"fp_abababababab\",\"choices\":[";

  @Test
  void streamsToTheByte() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("hé")) {
      HttpResponse<String> answer = under.send(under.postChat("hi", ",\"stream\":true"));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .isEqualTo(
              CHUNK
                  + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n"
                  + CHUNK
                  + "{\"index\":0,\"delta\":{\"content\":\"h\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n"
                  + CHUNK
                  + "{\"index\":0,\"delta\":{\"content\":\"é\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n"
                  + CHUNK
                  + "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}\n\n"
                  + "data: [DONE]\n\n");
    }
  }

  @Test
  void streamsUsageLastWhereAsked() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("abc")) {
      HttpResponse<String> answer =
          under.send(
              under.postChat(
                  "hi",
                  ",\"stream\":true,\"max_tokens\":2,\"stream_options\":{\"include_usage\":true}"));

      assertThat(answer.body())
          .isEqualTo(
              CHUNK
                  + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n"
                  + CHUNK
                  + "{\"index\":0,\"delta\":{\"content\":\"a\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n"
                  + CHUNK
                  + "{\"index\":0,\"delta\":{\"content\":\"b\"},\"logprobs\":null,\"finish_reason\":null}],\"usage\":null}\n\n"
                  + CHUNK
                  + "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"length\"}],\"usage\":null}\n\n"
                  + CHUNK
                  + "],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":2,\"total_tokens\":6,"
                  + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"cache_write_tokens\":0},"
                  + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}}\n\n"
                  + "data: [DONE]\n\n");
    }
  }

  @Test
  void tellsHowFarThePromptIsWhereAsked() throws Exception {
    String begun =
        CHUNK
            + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null,\"finish_reason\":null}]}\n\n";
    String progress =
        CHUNK
            + "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":null}],"
            + "\"prompt_progress\":{\"total\":602,\"cache\":0,\"processed\":";
    Semaphore steps = new Semaphore(1);
    try (ServerUnderTest under = ServerUnderTest.with(stepping(steps, "x"), builder -> builder)) {
      String asking = ",\"stream\":true,\"return_progress\":true";
      HttpResponse<InputStream> answer =
          under.client.send(
              under.postChat("y".repeat(600), asking).build(), BodyHandlers.ofInputStream());
      assertThat(readUntil(answer.body(), "256")).isEqualTo(begun + progress + "256");
      steps.release(1);
      assertThat(readUntil(answer.body(), "512"))
          .matches("(?s),\"time_ms\":\\d+\\}\\}\n\n" + Pattern.quote(progress + "512"));
      steps.release(9);
      assertThat(readUntil(answer.body(), "\"content\":\"x\""))
          .matches(
              "(?s),\"time_ms\":\\d+\\}\\}\n\n"
                  + Pattern.quote(progress)
                  + "602,\"time_ms\":\\d+\\}\\}\n\n"
                  + Pattern.quote(CHUNK + "{\"index\":0,\"delta\":{\"content\":\"x\""));
      assertThat(readUntil(answer.body(), "data: [DONE]")).doesNotContain("prompt_progress");
    }
  }

  @Test
  void goesOnWhereTheLastMessageEnds() throws Exception {
    String chat =
        "{\"model\":\"simulated\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"},"
            + "{\"role\":\"assistant\",\"content\":\"%s\"}],\"continue_final_message\":%s}";
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      int closed = promptTokens(under, chat.formatted("well", false));
      int open = promptTokens(under, chat.formatted("well", true));
      assertThat(open).isLessThan(closed);
      assertThat(promptTokens(under, chat.formatted("well I", true))).isEqualTo(open + 2);
      HttpResponse<String> nothing =
          under.send(under.post(under.plain("/v1/chat/completions"), chat.formatted("", true)));
      assertThat(nothing.statusCode()).isEqualTo(400);
      assertThat(nothing.body()).contains("\"param\":\"continue_final_message\"");
    }
  }

  private static int promptTokens(ServerUnderTest under, String chat) throws Exception {
    String answer = under.send(under.post(under.plain("/v1/chat/completions"), chat)).body();
    Matcher tokens = Pattern.compile("\"prompt_tokens\":(\\d+)").matcher(answer);
    assertThat(tokens.find()).as(answer).isTrue();
    return Integer.parseInt(tokens.group(1));
  }

  @Test
  void countsWhatIsReadFromTheCacheAndWhatIsWrittenToIt() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      assertThat(under.send(under.postChat("y".repeat(30), "")).body())
          .contains("\"prompt_tokens\":32", "{\"cached_tokens\":0,\"cache_write_tokens\":32}");
      assertThat(under.send(under.postChat("y".repeat(40), "")).body())
          .contains("\"prompt_tokens\":42", "{\"cached_tokens\":31,\"cache_write_tokens\":11}");
    }
  }

  @Test
  void streamsUsageUnaskedWhereTheServerIsToldSo() throws Exception {
    SimulatedEngine engine = SimulatedEngine.of(SimulatedModel.saying("x"));
    try (ServerUnderTest under =
        ServerUnderTest.with(engine, AdytonServer.Builder::usageInEveryStream)) {
      assertThat(under.send(under.postChat("hi", ",\"stream\":true")).body())
          .contains("\"finish_reason\":\"stop\"}],\"usage\":null}")
          .contains("\"choices\":[],\"usage\":{\"prompt_tokens\":4,\"completion_tokens\":1,");
    }
  }

  @Test
  void padsStreamsUnaskedWhereTheServerIsConfidential() throws Exception {
    SimulatedEngine engine = SimulatedEngine.of(SimulatedModel.saying("x"));
    try (ServerUnderTest under = ServerUnderTest.with(engine, AdytonServer.Builder::confidential)) {
      assertThat(under.send(under.postChat("hi", ",\"stream\":true")).body())
          .contains("\"obfuscation\":\"");
    }
  }

  @Test
  void answersInOnePieceToTheByte() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("a \"b\"\n")) {
      HttpResponse<String> answer = under.send(under.postChat("hi", ""));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body())
          .isEqualTo(
              "{\"id\":\"chatcmpl-golden\",\"object\":\"chat.completion\",\"created\":1772366400,"
                  + "\"model\":\"simulated\",\"system_fingerprint\":\"fp_abababababab\","
                  + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\","
                  + "\"content\":\"a \\\"b\\\"\\n\",\"refusal\":null},\"logprobs\":null,"
                  + "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":4,"
                  + "\"completion_tokens\":6,\"total_tokens\":10,"
                  + "\"prompt_tokens_details\":{\"cached_tokens\":0,\"cache_write_tokens\":0},"
                  + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}}");
    }
  }

  @Test
  void tellsLogProbabilitiesWhereAsked() throws Exception {
    // One logit of 20 among 257 of 0: the rest are as likely as each other.
    String h = "{\"token\":\"h\",\"logprob\":0.0,\"bytes\":[104]";
    String likeliest =
        ",\"top_logprobs\":[" + h + "},{\"token\":\"\\u0000\",\"logprob\":-20.0,\"bytes\":[0]}]}";
    String logprobs = "\"logprobs\":{\"content\":[" + h + likeliest + "],\"refusal\":null}";
    String asking = ",\"logprobs\":true,\"top_logprobs\":2,\"stop\":\"el\"";
    try (ServerUnderTest under = ServerUnderTest.saying("hello")) {
      assertThat(under.send(under.postChat("hi", asking)).body())
          .contains("\"content\":\"h\",\"refusal\":null}," + logprobs + ",\"finish_reason\"");
      assertThat(under.send(under.postChat("hi", asking + ",\"stream\":true")).body())
          .contains("{\"content\":\"h\"}," + logprobs + ",\"finish_reason\":null}")
          .contains("\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"")
          .doesNotContain("\"token\":\"e\"");
    }
  }

  @Test
  void namesAndExplainsItselfInHeaders() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      HttpResponse<String> answer =
          under.send(under.postChat("hi", ",\"stream\":true,\"prediction\":{},\"flavour\":1"));

      assertThat(answer.headers().firstValue("content-type"))
          .contains("text/event-stream; charset=utf-8");
      assertThat(answer.headers().firstValue("cache-control")).contains("no-cache");
      assertThat(answer.headers().firstValue("x-accel-buffering")).contains("no");
      assertThat(answer.headers().firstValue("x-request-id")).contains("golden");
      assertThat(answer.headers().firstValue("openai-version")).contains("2020-10-01");
      assertThat(answer.headers().firstValue("openai-processing-ms")).isPresent();
      assertThat(answer.headers().firstValue("adyton-model"))
          .contains("sha256:" + ServerUnderTest.DIGEST);
      assertThat(answer.headers().firstValue("adyton-level")).contains("AL0");
      assertThat(answer.headers().firstValue("adyton-ignored")).contains("prediction, flavour");
      assertThat(answer.headers().firstValue("x-ratelimit-limit-requests")).contains("256");
      assertThat(answer.headers().firstValue("x-ratelimit-remaining-requests").orElseThrow())
          .isIn("255", "256");
      assertThat(answer.headers().firstValue("x-ratelimit-limit-tokens")).isEmpty();
      assertThat(answer.headers().firstValue("access-control-allow-origin")).isEmpty();
    }
  }

  @Test
  void drawsRequestIdsAndDropsStrangeOnes() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      HttpRequest.Builder strange =
          HttpRequest.newBuilder(under.plain("/v1/models")).header("x-request-id", "a b\tc");

      assertThat(under.send(strange).headers().firstValue("x-request-id").orElseThrow())
          .matches("req_[0-9a-f]{32}");
      assertThat(under.get("/v1/models").headers().firstValue("x-request-id").orElseThrow())
          .matches("req_[0-9a-f]{32}");
    }
  }

  @Test
  void speaksBothVersionsOfHttpOverTls13() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("hello")) {
      for (HttpClient.Version version : HttpClient.Version.values()) {
        if (version == HttpClient.Version.HTTP_1_1 || version == HttpClient.Version.HTTP_2) {
          HttpResponse<String> answer =
              under.send(
                  under
                      .post(
                          under.tls("/v1/chat/completions"),
                          ServerUnderTest.chat("hi", ",\"stream\":true"))
                      .version(version));

          assertThat(answer.version()).isEqualTo(version);
          assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
          assertThat(answer.body()).contains("\"content\":\"o\"").endsWith("data: [DONE]\n\n");
        }
      }
    }
  }

  @Test
  void takesLargeBodiesOverBothVersionsOfHttp() throws Exception {
    SimulatedEngine engine =
        new SimulatedEngine(
            ServerUnderTest.facts(2, 400_000),
            SimulatedModel.saying("x"),
            SimulatedEngine.Conduct.PROMPT);
    try (ServerUnderTest under = ServerUnderTest.with(engine, builder -> builder)) {
      String chat = ServerUnderTest.chat("y".repeat(300_000), ",\"max_tokens\":1");
      for (HttpClient.Version version : HttpClient.Version.values()) {
        if (version == HttpClient.Version.HTTP_1_1 || version == HttpClient.Version.HTTP_2) {
          HttpResponse<String> answer =
              under.send(under.post(under.tls("/v1/chat/completions"), chat).version(version));
          assertThat(answer.body()).contains("\"prompt_tokens\":300002");
        }
      }
    }
  }

  @Test
  void sendsHeadersAndSignsOfLifeBeforeTheFirstToken() throws Exception {
    Semaphore steps = new Semaphore(0);
    SimulatedEngine engine = stepping(steps, "x");
    try (ServerUnderTest under =
        ServerUnderTest.with(engine, builder -> builder.keepAlive(Duration.ofMillis(20)))) {
      HttpResponse<InputStream> answer =
          under.client.send(
              under.postChat("hi", ",\"stream\":true").build(), BodyHandlers.ofInputStream());

      assertThat(answer.statusCode()).isEqualTo(200);
      byte[] comment = answer.body().readNBytes(2 * ": keep-alive\n\n".length());
      assertThat(new String(comment, StandardCharsets.UTF_8))
          .isEqualTo(": keep-alive\n\n: keep-alive\n\n");
      steps.release(1000);
      assertThat(new String(answer.body().readAllBytes(), StandardCharsets.UTF_8))
          .endsWith("data: [DONE]\n\n");
    }
  }

  @Test
  void cancelsWhenTheClientGoes() throws Exception {
    Semaphore steps = new Semaphore(5);
    SimulatedEngine engine = stepping(steps, "x".repeat(1000));
    try (ServerUnderTest under = ServerUnderTest.with(engine, builder -> builder)) {
      String chat = ServerUnderTest.chat("hi", ",\"stream\":true");
      try (Socket socket = under.connect()) {
        socket
            .getOutputStream()
            .write(
                (ServerUnderTest.head("POST", "/v1/chat/completions", chat.length())
                        + "\r\n"
                        + chat)
                    .getBytes(StandardCharsets.UTF_8));
        readUntil(socket.getInputStream(), "\"content\":\"x\"");
        socket.setSoLinger(true, 0);
      }
      assertThat(under.gate.awaitEnd(steps::release).completionTokens()).isLessThan(1000);
    }
  }

  @Test
  void cancelsWhenTheClientResetsItsStream() throws Exception {
    Semaphore steps = new Semaphore(5);
    try (ServerUnderTest under =
        ServerUnderTest.with(stepping(steps, "x".repeat(1000)), builder -> builder)) {
      HttpRequest request =
          under
              .post(
                  under.tls("/v1/chat/completions"), ServerUnderTest.chat("hi", ",\"stream\":true"))
              .version(HttpClient.Version.HTTP_2)
              .build();
      HttpResponse<InputStream> answer = under.client.send(request, BodyHandlers.ofInputStream());
      readUntil(answer.body(), "\"content\":\"x\"");
      answer.body().close();
      assertThat(under.gate.awaitEnd(steps::release).completionTokens()).isLessThan(1000);
    }
  }

  @Test
  void slowReaderStopsItselfAndNobodyElse() throws Exception {
    SimulatedEngine engine =
        new SimulatedEngine(
            ServerUnderTest.facts(4, 1 << 20),
            (tokens, length, sampled, logits) -> logits['z'] = 20,
            SimulatedEngine.Conduct.PROMPT);
    try (ServerUnderTest under = ServerUnderTest.with(engine, builder -> builder);
        Socket slow = under.connect()) {
      String endless =
          ServerUnderTest.chat(
              "hi", ",\"stream\":true,\"stream_options\":{\"include_obfuscation\":true}");
      slow.getOutputStream()
          .write(
              (ServerUnderTest.head("POST", "/v1/chat/completions", endless.length())
                      + "\r\n"
                      + endless)
                  .getBytes(StandardCharsets.UTF_8));
      long before = -1;
      long stalled = 0;
      while (stalled != before) {
        before = stalled;
        HttpResponse<String> other = under.send(under.postChat("hi", ",\"max_tokens\":50"));
        assertThat(other.body()).contains("\"completion_tokens\":50");
        under.gate.awaitEnd();
        stalled = under.gate.completionTokens.addAndGet(-50);
      }
      assertThat(stalled).isBetween(32L, 1L << 19);
      assertThat(under.scheduler.load().running()).isEqualTo(1);
    }
  }

  @Test
  void namesBothNumbersWhenTheContextOverflows() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      HttpResponse<String> answer = under.send(under.postChat("hi", ",\"max_tokens\":1021"));
      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body())
          .contains("context holds 1024 tokens", "4 tokens in the messages", "at most 1020 tokens")
          .contains("\"code\":\"context_length_exceeded\"", "\"param\":\"messages\"");

      HttpResponse<String> longer = under.send(under.postChat("y".repeat(1100), ""));
      assertThat(longer.body()).contains("1024", "1102").contains("context_length_exceeded");

      assertThat(under.send(under.postChat("hi", ",\"max_tokens\":1020")).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void neverReadsControlTokensOfTheClient() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      assertThat(under.send(under.postChat("</s><s>", "")).body())
          .contains("\"prompt_tokens\":" + ("<s>".length() + "</s>".length() + 2));
    }
  }

  @Test
  void servesManyAtOnce() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x".repeat(200))) {
      Stream<CompletableFuture<HttpResponse<String>>> answers =
          Stream.generate(() -> under.postChat("hi", ",\"stream\":true").build())
              .limit(64)
              .map(request -> under.client.sendAsync(request, BodyHandlers.ofString()));
      assertThat(answers.toList())
          .allSatisfy(
              answer ->
                  assertThat(answer.join().body().split("\"content\":\"x\"", -1)).hasSize(201));
    }
  }

  @Test
  void givesBackEveryBuffer() throws Exception {
    long before = ZeroingAllocator.INSTANCE.buffersInUse();
    try (ServerUnderTest under = ServerUnderTest.saying("hello")) {
      for (int i = 0; i < 20; i++) {
        under.send(under.post(under.tls("/v1/chat/completions"), ServerUnderTest.chat("hi", "")));
        under.send(under.postChat("y".repeat(5000), ""));
        under.send(under.postChat("hi", ",\"stream\":true"));
        under.send(under.post(under.plain("/v1/nothing"), "{}"));
      }
    }
    assertThat(ZeroingAllocator.INSTANCE.buffersInUse()).isEqualTo(before);
  }

  private static SimulatedEngine stepping(Semaphore steps, String answer) {
    return new SimulatedEngine(
        ServerUnderTest.facts(4, 2048),
        SimulatedModel.saying(answer),
        (step, rows) -> {
          steps.acquireUninterruptibly();
          return StepOutcome.COMPUTED;
        });
  }

  private static String readUntil(InputStream in, String expected) throws Exception {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(expected) < 0) {
      int unit = in.read();
      assertThat(unit).isNotNegative();
      read.append((char) unit);
    }
    return read.toString();
  }
}
