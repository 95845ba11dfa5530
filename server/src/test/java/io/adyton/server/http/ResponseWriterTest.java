// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ResponseWriterTest {
  private final Vertx vertx = Vertx.vertx();
  private final ByteArrayOutputStream observed = new ByteArrayOutputStream();

  @AfterEach
  void closeVertx() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void showsEveryByteOfAStreamToItsObserver() throws Exception {
    HttpResponse<String> answer =
        answer(
            "GET",
            writer -> {
              writer.open("text/plain");
              writer.write(bytes("one "));
              writer.write(bytes("two "));
              writer.end(bytes("three"));
            });
    assertThat(answer.body()).isEqualTo("one two three");
    assertThat(observed.toString(StandardCharsets.UTF_8)).isEqualTo("one two three");
  }

  @Test
  void showsEveryByteOfAWholeAnswerToItsObserver() throws Exception {
    HttpResponse<String> answer =
        answer("GET", writer -> writer.send(418, "text/plain", bytes("teapot")));
    assertThat(answer.statusCode()).isEqualTo(418);
    assertThat(answer.headers().firstValue("content-length")).contains("6");
    assertThat(observed.toString(StandardCharsets.UTF_8)).isEqualTo(answer.body());
  }

  @Test
  void sendsNoBodyWhereOnlyTheHeadIsWanted() throws Exception {
    HttpResponse<String> answer =
        answer("HEAD", writer -> writer.send(200, "text/plain", bytes("body")));
    assertThat(answer.headers().firstValue("content-length")).contains("4");
    assertThat(answer.body()).isEmpty();
    assertThat(observed.size()).isZero();
  }

  @Test
  void answersOnceAndReleasesTheRest() throws Exception {
    ByteBuf late = bytes("late");
    HttpResponse<String> answer =
        answer(
            "GET",
            writer -> {
              writer.send(200, "text/plain", bytes("first"));
              writer.send(500, "text/plain", late);
            });
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("first");
    assertThat(late.refCnt()).isZero();
  }

  @Test
  void tellsOnceThatItIsOver() throws Exception {
    CompletableFuture<Void> over = new CompletableFuture<>();
    CompletableFuture<Void> gone = new CompletableFuture<>();
    answer(
        "GET",
        writer -> {
          writer.onOver(() -> over.complete(null));
          writer.onGone(() -> gone.complete(null));
          writer.send(200, "text/plain", bytes("x"));
        });
    over.get(10, TimeUnit.SECONDS);
    assertThat(gone).isNotDone();
  }

  private HttpResponse<String> answer(String method, Consumer<ResponseWriter> speaking)
      throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(request -> speak(request, speaking))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    URI uri = URI.create("http://127.0.0.1:" + server.actualPort());
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, HttpRequest.BodyPublishers.noBody()).build();
    try (HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      return client.send(request, BodyHandlers.ofString());
    }
  }

  private void speak(HttpServerRequest request, Consumer<ResponseWriter> speaking) {
    ResponseWriter writer =
        new ResponseWriter(request.response(), request.method().name().equals("HEAD"));
    writer.observe(
        bytes -> {
          byte[] copy = new byte[bytes.remaining()];
          bytes.get(copy);
          observed.writeBytes(copy);
        });
    speaking.accept(writer);
  }

  private static ByteBuf bytes(String text) {
    return ZeroingAllocator.INSTANCE
        .heapBuffer(text.length())
        .writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
