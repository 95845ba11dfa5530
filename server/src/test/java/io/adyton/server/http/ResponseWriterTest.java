// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.SimulatedAttester;
import io.adyton.provenance.log.TransparencyLog;
import io.adyton.provenance.receipt.Receipt;
import io.adyton.provenance.receipt.ReceiptId;
import io.adyton.server.receipt.AnswerReceipt;
import io.adyton.server.receipt.ReceiptDesk;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResponseWriterTest {
  private final Vertx vertx = Vertx.vertx();
  private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
  private final CompletableFuture<ReceiptId> issued = new CompletableFuture<>();

  @TempDir Path directory;
  private TransparencyLog log;
  private ReceiptDesk desk;

  @BeforeEach
  void openDesk() throws Exception {
    log = TransparencyLog.open(directory);
    AttestedIdentity identity =
        AttestedIdentity.create(
            new SimulatedAttester(Bytes.EMPTY),
            new AttestedIdentity.Facts(
                List.of(),
                new Bound.Engine("engine", "1", Bytes.of(new byte[32])),
                new Bound.Privacy(0, 0, "tenant")),
            new AttestedIdentity.Names(List.of("localhost"), List.of()),
            InstantSource.system(),
            new SecureRandom());
    desk =
        new ReceiptDesk(identity, log, workers, InstantSource.system(), new SecureRandom(), "{}");
  }

  @AfterEach
  void closeEverything() {
    log.close();
    workers.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void vouchesForEveryByteOfAStreamButItsComments() throws Exception {
    HttpResponse<String> answer =
        answer(
            "GET",
            writer -> {
              writer.open("text/plain");
              writer.write(bytes("data: one\n\n"));
              writer.write(bytes(": a comment\n\n"));
              writer.end(bytes("data: two\n\n"), true, bytes("data: [DONE]\n\n"));
            });
    assertThat(answer.body())
        .startsWith("data: one\n\n: a comment\n\ndata: two\n\n: adyton-receipt ")
        .endsWith("\n\ndata: [DONE]\n\n");
    assertThat(receipt().body())
        .isInstanceOfSatisfying(
            Receipt.Body.Streamed.class,
            body -> {
              assertThat(body.events()).isEqualTo(2);
              assertThat(body.bytes()).isEqualTo(22);
              assertThat(body.complete()).isTrue();
            });
  }

  @Test
  void vouchesForEveryByteOfAWholeAnswer() throws Exception {
    HttpResponse<String> answer =
        answer("GET", writer -> writer.send(418, "text/plain", bytes("teapot")));
    assertThat(answer.statusCode()).isEqualTo(418);
    assertThat(answer.headers().firstValue("content-length")).contains("6");
    Bytes digest = Bytes.of(answer.body().getBytes(StandardCharsets.UTF_8)).digest("SHA-256");
    assertThat(receipt().body()).isEqualTo(new Receipt.Body.Whole(digest, 6));
    assertThat(answer.headers().firstValue("content-digest"))
        .contains("sha-256=:" + Base64.getEncoder().encodeToString(digest.toArray()) + ":");
  }

  @Test
  void sendsNoBodyWhereOnlyTheHeadIsWanted() throws Exception {
    HttpResponse<String> answer =
        answer("HEAD", writer -> writer.send(200, "text/plain", bytes("body")));
    assertThat(answer.headers().firstValue("content-length")).contains("4");
    assertThat(answer.body()).isEmpty();
    assertThat(receipt().body().bytes()).isZero();
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
    Context loop = vertx.getOrCreateContext();
    AnswerReceipt receipt =
        desk.open(
            request.method().name(), "/", action -> loop.runOnContext(nothing -> action.run()));
    issued.complete(receipt.id());
    speaking.accept(
        new ResponseWriter(
            request.response(), request.method().name().equals("HEAD"), Optional.of(receipt)));
  }

  private Receipt receipt() throws Exception {
    return Receipt.parse(
        desk.find(issued.join().text(), "anybody").orElseThrow().receipt().payload());
  }

  private static ByteBuf bytes(String text) {
    return ZeroingAllocator.INSTANCE
        .heapBuffer(text.length())
        .writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
