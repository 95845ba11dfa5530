// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

import io.adyton.attestation.tls.TlsIdentity;
import io.adyton.governance.keys.SqliteApiKeyStore;
import io.adyton.scheduler.BatchScheduler;
import io.adyton.scheduler.GenerationRequest;
import io.adyton.scheduler.SchedulerSettings;
import io.adyton.scheduler.TokenEvent;
import io.adyton.scheduler.TokenGate;
import io.adyton.scheduler.engine.EngineFacts;
import io.adyton.scheduler.engine.SimulatedEngine;
import io.adyton.scheduler.engine.SimulatedModel;
import io.adyton.scheduler.engine.StepEngine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The whole server on a simulated engine, on free ports of the loopback interface. */
final class ServerUnderTest implements AutoCloseable {
  static final String MODEL = "simulated";
  static final String DIGEST = "ab".repeat(32);
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Lets everything pass, counts completion tokens and tells when requests end. */
  static final class WatchfulGate implements TokenGate {
    final BlockingQueue<TokenEvent.Usage> ended = new LinkedBlockingQueue<>();
    final AtomicLong completionTokens = new AtomicLong();

    @Override
    public void opened(int slot, GenerationRequest request) {}

    @Override
    public void account(int n, int[] slot, byte[] kind, int[] count, long[] verdict) {
      Arrays.fill(verdict, 0, n, GO);
      for (int i = 0; i < n; i++) {
        if (kind[i] == COMPLETION) {
          completionTokens.addAndGet(count[i]);
        }
      }
    }

    @Override
    public void closed(int slot, TokenEvent.Usage usage) {
      ended.add(usage);
    }

    /** Waits for the end of a request whose engine takes one more step at each {@code nudge}. */
    TokenEvent.Usage awaitEnd(Runnable nudge) throws InterruptedException {
      for (int step = 0; step < 900; step++) {
        nudge.run();
        TokenEvent.Usage usage = ended.poll(30, TimeUnit.MILLISECONDS);
        if (usage != null) {
          return usage;
        }
      }
      throw new AssertionError("no request ended within 900 steps");
    }

    TokenEvent.Usage awaitEnd() throws InterruptedException {
      TokenEvent.Usage usage = ended.poll(30, TimeUnit.SECONDS);
      if (usage == null) {
        throw new AssertionError("no request ended within 30 seconds");
      }
      return usage;
    }
  }

  final WatchfulGate gate = new WatchfulGate();
  final SqliteApiKeyStore keys;
  final AdytonServer server;
  final BatchScheduler scheduler;
  final HttpClient client;

  private final Path directory;

  private ServerUnderTest(
      StepEngine engine, SchedulerSettings settings, UnaryOperator<AdytonServer.Builder> adjustment)
      throws Exception {
    directory = Files.createTempDirectory("adyton-server");
    keys = SqliteApiKeyStore.open(directory);
    scheduler = BatchScheduler.start(engine, gate, settings);
    TlsIdentity identity =
        TlsIdentity.selfSigned(
            List.of("localhost"),
            List.of(InetAddress.ofLiteral("127.0.0.1")),
            Instant.now(),
            Duration.ofDays(1));
    server =
        adjustment
            .apply(
                AdytonServer.builder(scheduler, keys)
                    .model(MODEL, DIGEST)
                    .tls(new Listener("127.0.0.1", 0), identity)
                    .plainHttp(new Listener("127.0.0.1", 0))
                    .allowCallersWithoutKey()
                    .eventLoops(2)
                    .clock(Clock.fixed(NOW, ZoneOffset.UTC))
                    .version("test"))
            .start();
    client =
        HttpClient.newBuilder()
            .sslContext(trusting(identity))
            .connectTimeout(TIMEOUT)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  static ServerUnderTest saying(String answer) throws Exception {
    return with(SimulatedEngine.of(SimulatedModel.saying(answer)), UnaryOperator.identity());
  }

  static ServerUnderTest with(StepEngine engine, UnaryOperator<AdytonServer.Builder> adjustment)
      throws Exception {
    return new ServerUnderTest(engine, SchedulerSettings.DEFAULT, adjustment);
  }

  static ServerUnderTest with(
      StepEngine engine, SchedulerSettings settings, UnaryOperator<AdytonServer.Builder> adjustment)
      throws Exception {
    return new ServerUnderTest(engine, settings, adjustment);
  }

  static EngineFacts facts(int sequences, int contextLength) {
    return new EngineFacts(sequences, contextLength, 256, 0, true, true);
  }

  /** A chat of one message; {@code fields} starts with a comma where it is not empty. */
  static String chat(String content, String fields) {
    return "{\"model\":\"simulated\",\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\""
        + content
        + "\"}]"
        + fields
        + "}";
  }

  URI plain(String path) {
    return URI.create("http://127.0.0.1:" + server.plainPort().orElseThrow() + path);
  }

  URI tls(String path) {
    return URI.create("https://127.0.0.1:" + server.tlsPort().orElseThrow() + path);
  }

  HttpRequest.Builder post(URI uri, String body) {
    return HttpRequest.newBuilder(uri)
        .timeout(TIMEOUT)
        .header("content-type", "application/json")
        .header("x-request-id", "golden")
        .POST(HttpRequest.BodyPublishers.ofString(body));
  }

  HttpRequest.Builder postChat(String content, String fields) {
    return post(plain("/v1/chat/completions"), chat(content, fields));
  }

  HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(plain(path)).timeout(TIMEOUT));
  }

  /** Opens a bare connection to the plain listener. */
  Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(
        new java.net.InetSocketAddress(
            InetAddress.ofLiteral("127.0.0.1"), server.plainPort().orElseThrow()),
        5000);
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** Sends bytes and reads until the server closes the connection. */
  String exchange(String bytes) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static String head(String method, String path, int contentLength) {
    return method
        + " "
        + path
        + " HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: "
        + contentLength
        + "\r\n";
  }

  private static SSLContext trusting(TlsIdentity identity)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    store.setCertificateEntry("server", identity.certificate());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  @Override
  public void close() throws IOException {
    client.shutdownNow();
    server.close();
    keys.close();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(directory);
  }
}
