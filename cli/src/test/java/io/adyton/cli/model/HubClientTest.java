// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pulls from a hub on loopback that answers as badly as it is told. */
class HubClientTest {
  private static final String FILE = "hf:owner/repo/Tiny.gguf";
  private static final int ALL = Integer.MAX_VALUE;

  @TempDir private Path directory;

  private final Queue<Integer> cutAfter = new ConcurrentLinkedQueue<>();
  private final Queue<String> ranges = new ConcurrentLinkedQueue<>();
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch testOver = new CountDownLatch(1);
  private HttpServer server;
  private ModelStore store;
  private ModelPuller puller;

  private volatile byte[] content = TestModel.bytes();
  private volatile String promisedSha256 = TestModel.sha256();
  private volatile String commit = "c0ffee0";
  private volatile int describeStatus = 302;
  private volatile boolean ignoresRanges;
  private volatile boolean stallsWhereCut;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/owner/repo/resolve/main/Tiny.gguf", this::describe);
    server.createContext("/owner/repo/resolve/", this::redirect);
    server.createContext("/storage", this::send);
    server.setExecutor(handlers);
    server.start();
    store = ModelStore.open(directory);
    puller = puller(HubClient.SILENCE);
  }

  private ModelPuller puller(Duration silence) {
    URI hub = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    return new ModelPuller(
        store,
        Catalog.builtIn(),
        new HubClient(hub, attempt -> {}, silence),
        List.of(),
        Map.of(),
        Clock.systemUTC());
  }

  @AfterEach
  void stop() {
    testOver.countDown();
    server.stop(0);
    handlers.close();
  }

  @Test
  void followsTheRedirectAndRecordsTheCommit() {
    StoredModel model = pull();
    assertThat(model.name()).isEqualTo("tiny");
    assertThat(model.source()).isEqualTo(FILE + "@c0ffee0");
    assertThat(model.license()).isEqualTo("apache-2.0");
    assertThat(store.path(model)).hasBinaryContent(TestModel.bytes());
    assertThat(ranges).containsExactly("all");
    assertThat(store.resolve(FILE, Progress.SILENT).name()).isEqualTo("tiny");
  }

  @Test
  void goesOnWhereTheConnectionBroke() {
    cutAfter.addAll(List.of(10_000, 5_000, ALL));
    assertThat(store.path(pull())).hasBinaryContent(TestModel.bytes());
    assertThat(ranges).hasSize(3).startsWith("all").allMatch(r -> r.matches("all|bytes=\\d+-"));
    assertThat(new ArrayList<>(ranges).get(2)).isNotEqualTo("bytes=0-");
  }

  @Test
  void goesOnInALaterPull() throws Exception {
    cutAfter.addAll(List.of(10_000, 1, 1, 1, 1));
    assertThatThrownBy(this::pull)
        .hasMessageContaining("connect to the network and pull again, it goes on where it stopped");
    long arrived = arrivedBytes();
    assertThat(arrived).isPositive();
    ranges.clear();
    assertThat(store.path(pull())).hasBinaryContent(TestModel.bytes());
    assertThat(ranges).containsExactly("bytes=" + arrived + "-");
  }

  @Test
  void goesOnWhenTheHubFellSilent() {
    puller = puller(Duration.ofSeconds(1));
    stallsWhereCut = true;
    cutAfter.addAll(List.of(10_000, ALL));
    assertThat(store.path(pull())).hasBinaryContent(TestModel.bytes());
    assertThat(ranges).containsExactly("all", "bytes=10000-");
  }

  @Test
  void saysThatTheHubStaysSilentAndGoesOnInALaterPull() throws Exception {
    puller = puller(Duration.ofMillis(500));
    stallsWhereCut = true;
    cutAfter.addAll(List.of(10_000, 1, 1, 1, 1));
    assertThatThrownBy(this::pull)
        .hasMessage(
            "127.0.0.1 fell silent while sending %s; check the network and pull again, it goes on"
                    .formatted(FILE)
                + " where it stopped.");
    assertThat(arrivedBytes()).isEqualTo(10_004);
    puller = puller(HubClient.SILENCE);
    ranges.clear();
    assertThat(store.path(pull())).hasBinaryContent(TestModel.bytes());
    assertThat(ranges).containsExactly("bytes=10004-");
  }

  @Test
  void startsOverWhenTheFileHasChanged() throws Exception {
    cutAfter.addAll(List.of(10_000, 0, 0, 0, 0));
    assertThatThrownBy(this::pull).isNotNull();
    commit = "beef001";
    ranges.clear();
    assertThat(pull().source()).endsWith("@beef001");
    assertThat(ranges).containsExactly("all");
  }

  @Test
  void startsOverWhenTheServerCannotGoOn() {
    ignoresRanges = true;
    cutAfter.addAll(List.of(10_000, ALL));
    assertThat(store.path(pull())).hasBinaryContent(TestModel.bytes());
  }

  @Test
  void refusesBytesOtherThanPromised() {
    promisedSha256 = "0".repeat(64);
    assertThatThrownBy(this::pull)
        .hasMessageStartingWith(FILE + " does not have the digest it must have");
    assertThat(store.models()).isEmpty();
  }

  @Test
  void refusesAFileThatIsNoModel() {
    content = new byte[100];
    promisedSha256 = FileDigest.of(content);
    assertThatThrownBy(this::pull).hasMessageStartingWith(FILE + " is no valid model:");
  }

  @Test
  void saysThatThereIsNoSuchFile() {
    describeStatus = 404;
    assertThatThrownBy(this::pull).hasMessageContaining("has no public file " + FILE);
  }

  @Test
  void fetchesNothingTwice() {
    StoredModel first = pull();
    ranges.clear();
    assertThat(pull()).isEqualTo(first);
    assertThat(ranges).isEmpty();
  }

  @Test
  void keepsANameForOneSource() throws Exception {
    pull();
    assertThatThrownBy(() -> puller.pull("hf:owner/other/Tiny.gguf", null, Progress.SILENT))
        .hasMessage(
            "the name 'tiny' stands for a model from %s@c0ffee0; choose another with --name."
                .formatted(FILE));
  }

  @Test
  void saysThatTheHubCannotBeReached() {
    server.stop(0);
    assertThatThrownBy(this::pull)
        .hasMessage(
            "127.0.0.1 could not be reached for %s; connect to the network and pull again, it goes"
                    .formatted(FILE)
                + " on where it stopped.");
  }

  private StoredModel pull() {
    return puller.pull(FILE, null, Progress.SILENT);
  }

  private long arrivedBytes() throws IOException {
    try (var files = Files.walk(directory.resolve("models/partial"))) {
      return Files.size(files.filter(f -> f.endsWith("arrived")).findFirst().orElseThrow());
    }
  }

  private void awaitEndOfTest() throws IOException {
    try {
      testOver.await();
    } catch (InterruptedException e) {
      throw new IOException("interrupted while stalling", e);
    }
  }

  private void describe(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("X-Repo-Commit", commit);
    exchange.getResponseHeaders().set("X-Linked-Etag", "\"" + promisedSha256 + "\"");
    exchange.getResponseHeaders().set("X-Linked-Size", Integer.toString(content.length));
    exchange.getResponseHeaders().set("Location", "/storage");
    exchange.sendResponseHeaders(describeStatus, -1);
    exchange.close();
  }

  private void redirect(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Location", "/storage");
    exchange.sendResponseHeaders(302, -1);
    exchange.close();
  }

  private void send(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    ranges.add(range == null ? "all" : range);
    int from =
        range == null || ignoresRanges
            ? 0
            : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
    byte[] wanted = Arrays.copyOfRange(content, from, content.length);
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range",
              "bytes %d-%d/%d".formatted(from, content.length - 1, content.length));
    }
    exchange.sendResponseHeaders(from > 0 ? 206 : 200, wanted.length);
    Integer cut = cutAfter.poll();
    int sent = Math.min(cut == null ? ALL : cut, wanted.length);
    exchange.getResponseBody().write(wanted, 0, sent);
    exchange.getResponseBody().flush();
    if (stallsWhereCut && sent < wanted.length) {
      awaitEndOfTest();
    }
    // Closing before the announced length breaks the connection.
    exchange.close();
  }
}
