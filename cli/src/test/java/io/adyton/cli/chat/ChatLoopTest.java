// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.adyton.cli.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against an HTTP server that answers as the script says. */
class ChatLoopTest {
  private interface Script {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final List<String> requests = new ArrayList<>();
  private final ArrayDeque<Script> scripts = new ArrayDeque<>();
  private final Lines lines = new Lines();
  private HttpServer server;
  private ChatApi api;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/v1/",
        exchange -> {
          try (exchange) {
            String body =
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            requests.add(exchange.getRequestHeaders().getFirst("authorization") + " " + body);
            scripts.remove().answer(exchange);
          }
        });
    server.start();
    api =
        new ChatApi(
            URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1"), "sk-test", 64);
  }

  @AfterEach
  void stop() {
    api.close();
    server.stop(0);
  }

  private ExitCode run(String... typed) throws InterruptedException {
    lines.typed.addAll(List.of(typed));
    return new ChatLoop(api, "m", new Conversation("be brief"), lines).run();
  }

  @Test
  void carriesTheWholeConversation() throws Exception {
    scripts.add(says("Hel", "lo"));
    scripts.add(says("Bye"));
    run("hi", "and now?");

    assertThat(lines.shown).isEqualToIgnoringNewLines("HelloBye");
    assertThat(requests.get(0)).startsWith("Bearer sk-test ");
    assertThat(requests.get(1))
        .containsSubsequence("be brief", "hi", "Hello", "and now?")
        .contains("\"model\":\"m\"", "\"stream\":true", "\"max_tokens\":64");
  }

  @Test
  void forgetsOnClear() throws Exception {
    scripts.add(says("one"));
    scripts.add(says("two"));
    run("first", "/clear", "second", "/exit", "never sent");

    assertThat(requests).hasSize(2);
    assertThat(requests.get(1)).contains("be brief", "second").doesNotContain("first", "one");
  }

  @Test
  void stopsAnswerOnInterruptAndGoesOn() throws Exception {
    CountDownLatch gone = new CountDownLatch(1);
    scripts.add(
        exchange -> {
          begin(exchange);
          try {
            while (true) {
              delta(exchange, "more ");
            }
          } catch (IOException e) {
            gone.countDown();
            throw e;
          }
        });
    scripts.add(says("still here"));
    lines.interruptAfter = "more more ";
    run("talk", "hello?");

    gone.await();
    assertThat(lines.shown.toString()).contains("more more ", "[stopped]\n", "still here\n");
    assertThat(requests.get(1)).contains("more more ");
  }

  @Test
  void showsRefusalAndKeepsItOutOfTheConversation() throws Exception {
    scripts.add(
        exchange -> {
          byte[] body = "{\"error\":{\"message\":\"too long\"}}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(400, body.length);
          exchange.getResponseBody().write(body);
        });
    scripts.add(says("fine"));
    assertThat(run("a very long question", "short")).isEqualTo(ExitCode.OK);

    assertThat(lines.complaints).containsExactly("too long");
    assertThat(lines.shown).hasToString("fine\n");
    assertThat(requests.get(1)).doesNotContain("very long");
  }

  @Test
  void joinsTheReasonOfTheServerAndTheRemedyToOneSentence() throws Exception {
    scripts.add(
        exchange -> {
          byte[] body =
              "{\"error\":{\"message\":\"No such key.\"}}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(401, body.length);
          exchange.getResponseBody().write(body);
        });
    run("hi");
    assertThat(lines.complaints.getFirst()).contains("No such key; give a key with --key");
  }

  @Test
  void failsAndSaysWhyOnceWhenLastQuestionGotNoAnswer() throws Exception {
    scripts.add(exchange -> exchange.sendResponseHeaders(401, -1));
    assertThat(run("hi")).isEqualTo(ExitCode.FAILED);
    assertThat(lines.complaints)
        .singleElement()
        .satisfies(reason -> assertThat(reason).contains("adyton key new"));
    assertThat(lines.shown.toString()).isEmpty();
  }

  @Test
  void saysThatAnswerBrokeOff() throws Exception {
    scripts.add(
        exchange -> {
          begin(exchange);
          delta(exchange, "half");
        });
    run("hi");
    assertThat(lines.complaints.getFirst()).contains("broke off");
    assertThat(lines.shown).hasToString("half\n");
  }

  @Test
  void keepsTheModelAwayFromTheTerminal() throws Exception {
    scripts.add(says("a\\u001b[2Jb\\u0007c\\n\\td\\u009be"));
    run("hi");
    assertThat(lines.shown.toString()).isEqualTo("a[2Jbc\n\tde\n");
  }

  @Test
  void explainsUnknownCommandsWithoutAsking() throws Exception {
    run("/clera", "/help");
    assertThat(requests).isEmpty();
    assertThat(lines.shown.toString()).contains("/clera is not known", "/clear  start");
  }

  @Test
  void takesFirstModelOffered() throws Exception {
    scripts.add(
        exchange -> {
          byte[] body = "{\"data\":[{\"id\":\"tiny\"}]}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
        });
    assertThat(api.firstModel()).isEqualTo("tiny");
  }

  @Test
  void namesAddressWhereNothingAnswers() {
    server.stop(0);
    assertThatThrownBy(api::firstModel)
        .isInstanceOf(ChatException.class)
        .hasMessageContaining("nothing answers at http://127.0.0.1:");
  }

  private static Script says(String... pieces) {
    return exchange -> {
      begin(exchange);
      for (String piece : pieces) {
        delta(exchange, piece);
      }
      exchange.getResponseBody().write("data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
    };
  }

  private static void begin(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().add("content-type", "text/event-stream");
    exchange.sendResponseHeaders(200, 0);
    exchange.getResponseBody().write(": comment\n\n".getBytes(StandardCharsets.UTF_8));
  }

  private static void delta(HttpExchange exchange, String piece) throws IOException {
    String chunk = "data: {\"choices\":[{\"delta\":{\"content\":\"" + piece + "\"}}]}\n\n";
    exchange.getResponseBody().write(chunk.getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  private static final class Lines implements LineSource {
    private final ArrayDeque<String> typed = new ArrayDeque<>();
    private final StringBuilder shown = new StringBuilder();
    private String interruptAfter = "never";
    private final List<String> complaints = new ArrayList<>();
    private Runnable stop = () -> {};

    @Override
    public void greet(String line) {}

    @Override
    public Optional<String> next() {
      return Optional.ofNullable(typed.poll());
    }

    @Override
    public void show(String text) {
      shown.append(text);
      if (shown.toString().endsWith(interruptAfter)) {
        stop.run();
      }
    }

    @Override
    public void complain(String reason) {
      complaints.add(reason);
    }

    @Override
    public void onInterrupt(Runnable stop) {
      this.stop = stop;
    }

    @Override
    public void close() {}
  }
}
