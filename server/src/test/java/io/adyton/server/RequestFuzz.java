// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.adyton.server.openai.ChatField;
import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Mutated requests, bodies most of the time and whole HTTP messages now and then: nothing may be
 * answered as a fault of the server's, nothing may be logged as one, and the server goes on.
 *
 * <p>2,000 requests by default, 50,000 with {@code -Dadyton.test.full=true}; equal seeds send equal
 * bytes.
 */
class RequestFuzz {
  private static final int REQUESTS = Boolean.getBoolean("adyton.test.full") ? 50_000 : 2_000;
  private static final int RAW_EVERY = 20;
  private static final long SEED = 20260301;

  private static final List<String> SEEDS =
      List.of(
          ServerUnderTest.chat("hello", ""),
          ServerUnderTest.chat(
              "hello", ",\"stream\":true,\"stream_options\":{\"include_usage\":true}"),
          ServerUnderTest.chat("\\u00e9\\ud83d\\ude00", ",\"stop\":[\"a\",\"b\"],\"max_tokens\":5"),
          ServerUnderTest.chat(
              "x", ",\"logit_bias\":{\"7\":-100},\"seed\":7,\"top_p\":0.5,\"top_k\":3"),
          "{\"model\":\"simulated\",\"messages\":[{\"role\":\"system\",\"content\":[{\"type\":\"text\","
              + "\"text\":\"be brief\"}]},{\"role\":\"user\",\"content\":\"hi\",\"name\":\"bob\"}],"
              + "\"metadata\":{\"a\":\"b\"},\"chat_template_kwargs\":{\"x\":[1,2.5,null,true]}}");

  private static final List<String> WORDS = dictionary();

  private static List<String> dictionary() {
    List<String> words =
        new ArrayList<>(
            List.of(
                "0",
                "-1",
                "2147483648",
                "9007199254740992",
                "9223372036854775808",
                "1e308",
                "1e999",
                "-0",
                "NaN",
                "null",
                "true",
                "[]",
                "{}",
                "\"\"",
                "\"1\"",
                ",",
                ":",
                "\"",
                "\\",
                "\\u",
                "\\ud800",
                "\u0000",
                "\u00ff",
                "[[[[[[[[",
                "{\"a\":",
                "\"role\"",
                "\"tool\"",
                "\"content\"",
                "\"image_url\"",
                "</s>",
                "<s>",
                "{{",
                "{%"));
    Arrays.stream(ChatField.values())
        .map(field -> "\"" + field.wireName() + "\":")
        .forEach(words::add);
    return words;
  }

  @Test
  void survivesMutatedRequests() throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    ListAppender<ILoggingEvent> log = listen();
    try (ServerUnderTest under = ServerUnderTest.saying("abc")) {
      for (int i = 0; i < REQUESTS; i++) {
        byte[] body = mutate(SEEDS.get(random.nextInt(SEEDS.size())), random);
        if (i % RAW_EVERY == 0) {
          sendRaw(under, mutate(message(body), random));
        } else {
          HttpResponse<String> answer =
              under.send(
                  under
                      .post(under.plain("/v1/chat/completions"), "")
                      .POST(HttpRequest.BodyPublishers.ofByteArray(body)));
          assertThat(answer.statusCode())
              .as("request %d: %s", i, answer.body())
              .isBetween(200, 499);
        }
      }
      assertThat(under.send(under.postChat("hi", "")).body()).contains("\"content\":\"abc\"");
    } finally {
      log.stop();
    }
    assertThat(log.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
        .extracting(ILoggingEvent::getFormattedMessage)
        .isEmpty();
  }

  private static ListAppender<ILoggingEvent> listen() {
    Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    appender.setContext(root.getLoggerContext());
    appender.start();
    root.addAppender(appender);
    return appender;
  }

  private static String message(byte[] body) {
    return ServerUnderTest.head("POST", "/v1/chat/completions", body.length)
        + "connection: close\r\n\r\n"
        + new String(body, StandardCharsets.ISO_8859_1);
  }

  private static void sendRaw(ServerUnderTest under, byte[] bytes) throws Exception {
    try (Socket socket = under.connect()) {
      socket.getOutputStream().write(bytes);
      socket.shutdownOutput();
      byte[] answer = socket.getInputStream().readAllBytes();
      String text = new String(answer, StandardCharsets.UTF_8);
      assertThat(text).doesNotContainPattern("^HTTP/1.[01] 5");
      if (!text.isEmpty()) {
        assertThat(text).containsPattern("^HTTP/1.[01] [1-4]").contains("\r\nx-request-id: ");
      }
    } catch (java.net.SocketException e) {
      // The server may close before it has read all of a malformed message.
    }
  }

  private static byte[] mutate(String seed, SplittableRandom random) {
    byte[] bytes = seed.getBytes(StandardCharsets.ISO_8859_1);
    for (int changes = random.nextInt(4); changes >= 0; changes--) {
      int from = random.nextInt(bytes.length + 1);
      int to = Math.min(bytes.length, from + random.nextInt(12));
      byte[] insertion =
          switch (random.nextInt(5)) {
            case 0 -> new byte[] {(byte) random.nextInt(256)};
            case 1, 2 ->
                WORDS.get(random.nextInt(WORDS.size())).getBytes(StandardCharsets.ISO_8859_1);
            case 3 -> Arrays.copyOfRange(bytes, from, to);
            default -> new byte[0];
          };
      ByteArrayOutputStream changed = new ByteArrayOutputStream();
      changed.write(bytes, 0, random.nextBoolean() ? from : to);
      changed.writeBytes(insertion);
      changed.write(bytes, to, bytes.length - to);
      bytes = changed.toByteArray();
    }
    return bytes;
  }
}
