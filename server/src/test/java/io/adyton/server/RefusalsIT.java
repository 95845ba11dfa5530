// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adyton.governance.keys.IssuedKey;
import io.adyton.scheduler.SchedulerSettings;
import io.adyton.scheduler.Tokenizer;
import io.adyton.scheduler.engine.SimulatedEngine;
import io.adyton.scheduler.engine.SimulatedModel;
import io.adyton.scheduler.engine.StepEngine;
import io.adyton.scheduler.engine.StepOutcome;
import io.adyton.scheduler.text.Text;
import io.adyton.server.http.ConnectionLimits;
import io.adyton.server.http.RequestBody;
import java.io.ByteArrayInputStream;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalsIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {"model":"other","messages":[{"role":"user","content":"x"}]}      | 404 | not_found_error       | model_not_found       | model
          {"messages":[{"role":"user","content":"x"}]}                      | 400 | invalid_request_error | missing_required_parameter | model
          {"model":"simulated","messages":[{"role":"user","content":"x"}],"temperature":3} | 400 | invalid_request_error | out_of_range | temperature
          {"model":"simulated","messages":[{"role":"user","content":"x"}],"temperature":"1"} | 400 | invalid_request_error | invalid_type | temperature
          {"model":"simulated","messages":[{"role":"user","content":"x"}],"n":2} | 400 | invalid_request_error | unsupported_parameter | n
          {"model":"simulated"                                              | 400 | invalid_request_error | invalid_json |
          5                                                                 | 400 | invalid_request_error | invalid_json |
          """)
  void answersWithTheCatalogue(String body, int status, String type, String code, String parameter)
      throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      HttpResponse<String> answer =
          under.send(under.post(under.plain("/v1/chat/completions"), body));

      assertThat(answer.statusCode()).isEqualTo(status);
      assertThat(answer.headers().firstValue("content-type")).contains("application/json");
      JsonNode error = JSON.readTree(answer.body()).get("error");
      assertThat(error.properties())
          .extracting(Map.Entry::getKey)
          .containsExactly("message", "type", "param", "code");
      assertThat(error.get("message").textValue()).isNotBlank();
      assertThat(error.get("type").textValue()).isEqualTo(type);
      assertThat(error.get("code").textValue()).isEqualTo(code);
      assertThat(error.get("param").textValue()).isEqualTo(parameter);
    }
  }

  @Test
  void knowsItsAddressesAndTheirMethods() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      assertThat(under.get("/v1/nothing").statusCode()).isEqualTo(404);
      assertThat(under.get("/v1/models/other").body()).contains("model_not_found");
      HttpResponse<String> wrongMethod = under.get("/v1/chat/completions");
      assertThat(wrongMethod.statusCode()).isEqualTo(405);
      assertThat(wrongMethod.headers().firstValue("allow")).contains("POST");
      HttpRequest.Builder form =
          HttpRequest.newBuilder(under.plain("/v1/chat/completions"))
              .header("content-type", "text/plain")
              .POST(HttpRequest.BodyPublishers.ofString(ServerUnderTest.chat("hi", "")));
      assertThat(under.send(form).statusCode()).isEqualTo(415);
    }
  }

  @Test
  void asksForKeysWhereTheyAreNeeded() throws Exception {
    SimulatedEngine engine = SimulatedEngine.of(SimulatedModel.saying("x"));
    try (ServerUnderTest open = ServerUnderTest.saying("x");
        ServerUnderTest closed = closedTo(engine)) {
      IssuedKey key = closed.keys.issue("laptop", "research");
      String secret = key.secret();
      String wrong = "sk-adyton-" + "0".repeat(8) + "-" + "0".repeat(48);

      assertThat(status(closed, "")).isEqualTo(401);
      assertThat(status(closed, "Bearer anything")).isEqualTo(401);
      assertThat(status(closed, "Bearer " + wrong)).isEqualTo(401);
      assertThat(status(closed, "Bearer " + secret)).isEqualTo(200);
      assertThat(status(closed, "bearer  " + secret)).isEqualTo(200);
      closed.keys.revoke(key.key().id());
      assertThat(status(closed, "Bearer " + secret)).isEqualTo(401);
      assertThat(closed.get("/livez").statusCode()).isEqualTo(200);
      HttpResponse<String> refused = closed.get("/v1/models");
      assertThat(refused.headers().firstValue("www-authenticate")).contains("Bearer");
      assertThat(refused.body()).contains("authentication_error", "invalid_api_key");

      assertThat(status(open, "")).isEqualTo(200);
      assertThat(status(open, "Bearer anything")).isEqualTo(200);
      assertThat(status(open, "Bearer " + wrong)).isEqualTo(401);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, 200",
    "LocalHost:8080, 200",
    "chat.localhost, 200",
    "127.0.0.1:8080, 200",
    "[::1]:8080, 200",
    "page.example, 400",
    "page.example:8080, 400",
    "localhost.page.example, 400",
    "127.0.0.1.page.example, 400"
  })
  void answersCallersWithoutKeyUnderNamesNoPageCanTake(String host, int status) throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      assertThat(models(under, "host: " + host + "\r\n")).startsWith("HTTP/1.1 " + status + " ");
    }
  }

  @Test
  void answersCallersWithKeyUnderAnyName() throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      String secret = under.keys.issue("laptop", "research").secret();
      assertThat(models(under, "")).startsWith("HTTP/1.1 400 ");
      assertThat(models(under, "host: adyton.example\r\nauthorization: Bearer " + secret + "\r\n"))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  private static String models(ServerUnderTest under, String headers) throws Exception {
    return under.exchange("GET /v1/models HTTP/1.1\r\nconnection: close\r\n" + headers + "\r\n");
  }

  private static ServerUnderTest closedTo(SimulatedEngine engine) throws Exception {
    return ServerUnderTest.with(engine, AdytonServer.Builder::requireKeys);
  }

  private static int status(ServerUnderTest under, String authorization) throws Exception {
    HttpRequest.Builder request = under.postChat("hi", "");
    if (!authorization.isEmpty()) {
      request.header("authorization", authorization);
    }
    return under.send(request).statusCode();
  }

  @Test
  void refusesWhatTheQueueCannotHold() throws Exception {
    Semaphore steps = new Semaphore(0);
    SimulatedEngine engine =
        new SimulatedEngine(
            ServerUnderTest.facts(1, 1024),
            SimulatedModel.saying("x"),
            (step, rows) -> {
              steps.acquireUninterruptibly();
              return StepOutcome.COMPUTED;
            });
    SchedulerSettings tight = SchedulerSettings.DEFAULT.withQueueLimits(1, 1);
    try (ServerUnderTest under = ServerUnderTest.with(engine, tight, UnaryOperator.identity())) {
      List<HttpResponse<?>> answers = new ArrayList<>();
      HttpResponse<?> refused = null;
      while (refused == null) {
        HttpResponse<?> answer =
            under.client.send(
                under.postChat("hi", ",\"stream\":true").build(), BodyHandlers.ofInputStream());
        answers.add(answer);
        refused = answer.statusCode() == 200 ? null : answer;
        assertThat(answers).hasSizeLessThan(10);
      }
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("retry-after")).isPresent();
      assertThat(refused.headers().firstValue("retry-after-ms")).isPresent();
      assertThat(refused.headers().firstValue("x-should-retry")).contains("true");
      assertThat(refused.headers().firstValue("x-ratelimit-limit-requests")).contains("1");
      assertThat(refused.headers().firstValue("x-ratelimit-remaining-requests")).contains("0");
      assertThat(refused.headers().firstValue("x-ratelimit-reset-requests").orElseThrow())
          .matches("(\\d+m)?\\d+s");
      steps.release(1000);
    }
  }

  @Test
  void refusesMessagesThatTheTemplateMakesNothingOf() throws Exception {
    StepEngine engine = withoutBeginOfText(SimulatedEngine.of(SimulatedModel.saying("x")));
    try (ServerUnderTest under = ServerUnderTest.with(engine, builder -> builder)) {
      HttpResponse<String> refused =
          under.send(under.postChat("hi", ",\"chat_template_kwargs\":{\"messages\":[]}"));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body())
          .contains("\"code\":\"invalid_value\"", "\"param\":\"messages\"", "empty prompt");
      assertThat(under.send(under.postChat("hi", "")).statusCode()).isEqualTo(200);
    }
  }

  private static StepEngine withoutBeginOfText(StepEngine engine) {
    Tokenizer whole = engine.tokenizer();
    Tokenizer bare =
        replacing(
            Tokenizer.class,
            whole,
            "tokenize",
            arguments -> whole.tokenize((Text) arguments[0], false, (boolean) arguments[2]));
    return replacing(StepEngine.class, engine, "tokenizer", arguments -> bare);
  }

  private static <T> T replacing(
      Class<T> type, T other, String method, Function<Object[], Object> replacement) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, called, arguments) ->
                called.getName().equals(method)
                    ? replacement.apply(arguments)
                    : called.invoke(other, arguments)));
  }

  @Test
  void refusesBodiesThatAreTooLarge() throws Exception {
    UnaryOperator<AdytonServer.Builder> small =
        builder ->
            builder.limits(
                ConnectionLimits.DEFAULT.withBody(
                    new RequestBody.Limits(1000, Duration.ofSeconds(10), 1000)));
    try (ServerUnderTest under =
        ServerUnderTest.with(SimulatedEngine.of(SimulatedModel.saying("x")), small)) {
      String large = ServerUnderTest.chat("y".repeat(5000), "");
      assertThat(under.send(under.post(under.plain("/v1/chat/completions"), large)).statusCode())
          .isEqualTo(413);
      HttpRequest.Builder unannounced =
          HttpRequest.newBuilder(under.plain("/v1/chat/completions"))
              .header("content-type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofInputStream(
                      () -> new ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8))));
      assertThat(under.send(unannounced).statusCode()).isEqualTo(413);
      assertThat(under.send(under.postChat("hi", "")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void doesNotWaitForeverForABody() throws Exception {
    UnaryOperator<AdytonServer.Builder> impatient =
        builder ->
            builder.limits(
                ConnectionLimits.DEFAULT.withBody(
                    new RequestBody.Limits(1000, Duration.ofMillis(50), 1 << 20)));
    try (ServerUnderTest under =
        ServerUnderTest.with(SimulatedEngine.of(SimulatedModel.saying("x")), impatient)) {
      String answer =
          under.exchange(ServerUnderTest.head("POST", "/v1/chat/completions", 100) + "\r\n{");
      assertThat(answer).startsWith("HTTP/1.1 408 ").contains("request_timeout");
    }
  }

  @Test
  void takesNoMemoryForBodiesThatAreOnlyAnnounced() throws Exception {
    int announced = 256 << 20;
    UnaryOperator<AdytonServer.Builder> impatient =
        builder ->
            builder.limits(
                ConnectionLimits.DEFAULT.withBody(
                    new RequestBody.Limits(announced, Duration.ofMillis(50), 1 << 20)));
    try (ServerUnderTest under =
        ServerUnderTest.with(SimulatedEngine.of(SimulatedModel.saying("x")), impatient)) {
      long before = directBytes();
      under.exchange(ServerUnderTest.head("POST", "/v1/chat/completions", announced) + "\r\n{");
      assertThat(directBytes() - before).isLessThan(announced / 2);
    }
  }

  @Test
  void boundsWhatAllBodiesTogetherHold() throws Exception {
    int hostile = 30;
    int each = 10_000;
    int bound = 200_000;
    UnaryOperator<AdytonServer.Builder> bounded =
        builder -> builder.limits(ConnectionLimits.DEFAULT.withBodies(bound));
    SimulatedEngine engine =
        new SimulatedEngine(
            ServerUnderTest.facts(4, 20_000),
            SimulatedModel.saying("x"),
            SimulatedEngine.Conduct.PROMPT);
    List<Socket> slow = new ArrayList<>();
    try (ServerUnderTest under = ServerUnderTest.with(engine, bounded)) {
      String unfinished =
          ServerUnderTest.head("POST", "/v1/chat/completions", each + 1)
              + "connection: close\r\n\r\n"
              + "y".repeat(each);
      for (int i = 0; i < hostile; i++) {
        Socket socket = under.connect();
        slow.add(socket);
        socket.getOutputStream().write(unfinished.getBytes(StandardCharsets.UTF_8));
      }
      int refused = hostile - bound / each;
      assertThat(metricOnce(under, "adyton_http_requests_total{.*503.*}", refused))
          .isGreaterThanOrEqualTo(refused);
      assertThat(metric(under, "adyton_http_body_bytes")).isBetween(1.0, (double) bound);

      int attempts = 1;
      String large = "z".repeat(each);
      HttpResponse<String> honest = under.send(under.postChat(large, ""));
      while (honest.statusCode() != 200) {
        assertThat(honest.statusCode()).isEqualTo(503);
        assertThat(honest.headers().firstValue("retry-after")).contains("1");
        assertThat(honest.headers().firstValue("x-should-retry")).contains("true");
        assertThat(honest.body()).contains("unavailable_error", "overloaded");
        assertThat(attempts++).isLessThan(hostile);
        honest = under.send(under.postChat(large, ""));
      }
      for (Socket socket : slow) {
        socket.close();
      }
      int left = 5000;
      while (metric(under, "adyton_http_body_bytes") > 0) {
        assertThat(left--).as("scrapes until every body is given back").isPositive();
      }
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  /** Returns a metric as soon as it is at least {@code least}. */
  private static double metricOnce(ServerUnderTest under, String pattern, double least)
      throws Exception {
    double value = metric(under, pattern);
    for (int i = 0; value < least && i < 5000; i++) {
      value = metric(under, pattern);
    }
    return value;
  }

  private static double metric(ServerUnderTest under, String pattern) throws Exception {
    return under
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.matches(pattern.replace("{", "\\{").replace("}", "\\}") + " .*"))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }

  private static long directBytes() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }

  @Test
  void doesNotWaitForeverForAHead() throws Exception {
    UnaryOperator<AdytonServer.Builder> impatient =
        builder ->
            builder.limits(
                ConnectionLimits.DEFAULT.withPatience(
                    Duration.ofMillis(50), Duration.ofMinutes(5)));
    try (ServerUnderTest under =
        ServerUnderTest.with(SimulatedEngine.of(SimulatedModel.saying("x")), impatient)) {
      assertThat(under.exchange("GET /v1/models HTTP/1.1\r\nhost: x\r\n")).isEmpty();
    }
  }

  @Test
  void closesConnectionsThatDoNothing() throws Exception {
    UnaryOperator<AdytonServer.Builder> impatient =
        builder ->
            builder.limits(
                ConnectionLimits.DEFAULT.withPatience(
                    Duration.ofMinutes(5), Duration.ofMillis(50)));
    try (ServerUnderTest under =
        ServerUnderTest.with(SimulatedEngine.of(SimulatedModel.saying("x")), impatient)) {
      assertThat(under.exchange("")).isEmpty();
      assertThat(under.exchange("GET /livez HTTP/1.1\r\nhost: x\r\n\r\n"))
          .startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void closesConnectionsBeyondTheLimit() throws Exception {
    UnaryOperator<AdytonServer.Builder> few =
        builder -> builder.limits(ConnectionLimits.DEFAULT.withConnections(1));
    try (ServerUnderTest under =
            ServerUnderTest.with(SimulatedEngine.of(SimulatedModel.saying("x")), few);
        Socket first = under.connect()) {
      first
          .getOutputStream()
          .write("GET /livez HTTP/1.1\r\nhost: x\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(first.getInputStream().read()).isEqualTo('H');
      assertThat(under.exchange("")).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          GET / HTTP/1.0\\r\\n\\r\\n                                              | 400
          rubbish\\r\\n\\r\\n                                                     | 400
          GET /livez HTTP/1.1\\r\\nhost: x\\r\\nbad header\\r\\n\\r\\n            | 400
          GET /LONG HTTP/1.1\\r\\nhost: x\\r\\n\\r\\n                             | 400
          GET /livez HTTP/1.1\\r\\nhost: x\\r\\na: LONG\\r\\n\\r\\n               | 431
          POST /v1/chat/completions HTTP/1.1\\r\\nhost: x\\r\\ncontent-type: application/json\\r\\ncontent-length: x\\r\\n\\r\\n | 400
          POST /v1/chat/completions HTTP/1.1\\r\\nhost: x\\r\\ncontent-type: application/json\\r\\ncontent-length: 1\\r\\ncontent-length: 2\\r\\n\\r\\n | 400
          """)
  void answersMalformedHttpOnceAndCloses(String bytes, int status) throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      String answer =
          under.exchange(bytes.replace("\\r\\n", "\r\n").replace("LONG", "l".repeat(20_000)));
      assertThat(answer).containsPattern("^HTTP/1.[01] " + status + " ").contains("\"error\":{");
      assertThat(under.send(under.postChat("hi", "")).statusCode()).isEqualTo(200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /livez \"IGNORE_EOS\":HTTP/1.1",
        "GET /livez ECHO/1.1",
        "GET /livez ECHO/1.1\r\nbad header",
        "GET /livez HTTP/9.7ECHO",
        "GET /livez HTTP/2.0",
        "GET /livez http/1.1",
        "GET /livez ",
        "GET /livez",
        "GET",
        "PRI * HTTP/2.0",
        "ECHO",
        "GET ECHO ECHO ECHO",
        "\u0000ECHO / HTTP/1.1",
        "POST /v1/chat/completions ECHO/1.0\r\ncontent-length: 4\r\n\r\nECHO",
        "POST /v1/chat/completions ECHO/1.0\r\ntransfer-encoding: chunked\r\n\r\nECHO"
      })
  void speaksItsOwnWordsToOtherProtocols(String firstLine) throws Exception {
    try (ServerUnderTest under = ServerUnderTest.saying("x")) {
      String answer = under.exchange(firstLine + "\r\n\r\n");
      assertThat(answer)
          .containsPattern("^HTTP/1.[01] 400 Bad Request\r\n")
          .endsWith("\"type\":\"invalid_request_error\",\"param\":null,\"code\":\"bad_request\"}}")
          .doesNotContainIgnoringCase("echo", "ignore_eos");
    }
  }

  @Test
  void failsOneRequestWhenTheEngineFails() throws Exception {
    AtomicBoolean broken = new AtomicBoolean(true);
    SimulatedEngine engine =
        new SimulatedEngine(
            ServerUnderTest.facts(4, 1024),
            SimulatedModel.saying("xyz"),
            (step, rows) -> step >= 2 && broken.get() ? StepOutcome.FAILED : StepOutcome.COMPUTED);
    try (ServerUnderTest under = ServerUnderTest.with(engine, UnaryOperator.identity())) {
      HttpResponse<String> cut = under.send(under.postChat("hi", ",\"stream\":true"));
      assertThat(cut.body())
          .contains("\"content\":\"x\"")
          .endsWith("\"type\":\"server_error\",\"param\":null,\"code\":\"internal_error\"}}\n\n")
          .doesNotContain("[DONE]");
      broken.set(false);
      assertThat(under.send(under.postChat("hi", "")).statusCode()).isEqualTo(200);
    }
  }
}
