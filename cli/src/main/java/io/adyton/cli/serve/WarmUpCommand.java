// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import io.adyton.attestation.tls.TlsIdentity;
import io.adyton.cli.Version;
import io.adyton.governance.keys.ApiKeyStore;
import io.adyton.governance.keys.SqliteApiKeyStore;
import io.adyton.llama.LlamaLibrary;
import io.adyton.scheduler.BatchScheduler;
import io.adyton.scheduler.SchedulerSettings;
import io.adyton.scheduler.TokenGate;
import io.adyton.scheduler.engine.SimulatedEngine;
import io.adyton.scheduler.engine.SimulatedModel;
import io.adyton.server.AdytonServer;
import io.adyton.server.Listener;
import io.adyton.server.admin.AdminDesk;
import io.adyton.server.admin.AdminSocket;
import io.adyton.server.admin.DirectoryLock;
import io.adyton.server.config.EffectiveSettings;
import io.adyton.server.config.ServerConfig;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code adyton warm-up}: the short life of a server on a simulated model. The build runs it once
 * to record which classes a start needs, so that later starts find them prepared.
 */
@Command(
    name = "warm-up",
    hidden = true,
    description = "Serve one chat of a simulated model in an empty data directory, and end.")
public final class WarmUpCommand implements Callable<Integer> {
  private static final Listener ANY_PORT = new Listener("127.0.0.1", 0);
  private static final String DIGEST = "0".repeat(64);

  @Parameters(
      paramLabel = "DIRECTORY",
      description = "The data directory; it may be deleted after.")
  private Path directory;

  @Override
  public Integer call() throws Exception {
    ServerConfig config =
        ServerConfig.of(
            EffectiveSettings.resolve(
                Map.of("data-dir", directory.toString()), Map.of(), Optional.empty()));
    TlsIdentity identity =
        TlsIdentity.selfSigned(
            List.of("localhost"),
            List.of(InetAddress.getLoopbackAddress()),
            Instant.now(),
            Duration.ofDays(1));
    try (DirectoryLock lock = DirectoryLock.acquire(config.dataDirectory());
        ApiKeyStore keys = SqliteApiKeyStore.open(lock.directory());
        AdminSocket _ =
            AdminSocket.open(lock.directory(), new AdminDesk(keys, Optional::empty)::answer)) {
      LlamaLibrary.load(lock.directory().resolve("natives"));
      BatchScheduler scheduler =
          BatchScheduler.start(
              SimulatedEngine.of(SimulatedModel.saying("warm")),
              TokenGate.OPEN,
              SchedulerSettings.DEFAULT);
      try (AdytonServer server =
          AdytonServer.builder(scheduler, keys)
              .model("warm", DIGEST)
              .version(Version.text())
              .tls(ANY_PORT, identity)
              .plainHttp(ANY_PORT)
              .allowCallersWithoutKey()
              .start()) {
        chat(server.plainPort().orElseThrow());
      }
    }
    return 0;
  }

  private static void chat(int port) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/chat/completions"))
              .header("content-type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      """
                      {"model":"warm","stream":true,
                       "messages":[{"role":"user","content":"Hello"}]}\
                      """))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
