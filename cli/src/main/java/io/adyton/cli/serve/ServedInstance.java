// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import io.adyton.attestation.document.AssuranceLevel;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.cli.Version;
import io.adyton.cli.model.ModelFile;
import io.adyton.cli.model.Progress;
import io.adyton.governance.keys.ApiKeyStore;
import io.adyton.governance.keys.SqliteApiKeyStore;
import io.adyton.llama.LlamaLibrary;
import io.adyton.provenance.log.TransparencyLog;
import io.adyton.scheduler.BatchScheduler;
import io.adyton.server.AdytonServer;
import io.adyton.server.Listener;
import io.adyton.server.admin.AdminAnswer;
import io.adyton.server.admin.AdminDesk;
import io.adyton.server.admin.AdminSocket;
import io.adyton.server.admin.DirectoryInUseException;
import io.adyton.server.admin.DirectoryLock;
import io.adyton.server.config.ServerConfig;
import io.adyton.server.http.SessionTickets;
import io.adyton.server.http.ZeroingAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A running server with all that belongs to it: lock, keys, model, engine, listeners and the
 * administration socket.
 *
 * <p>{@link #start} returns when requests are served, or throws and leaves nothing open.
 * Thread-safe.
 */
public final class ServedInstance implements AutoCloseable {
  private final ServerConfig config;
  private final OpenedParts parts;
  private final AdytonServer server;
  private final AttestedIdentity identity;
  private final AdminAnswer.Server description;

  private ServedInstance(
      ServerConfig config,
      OpenedParts parts,
      AdytonServer server,
      AttestedIdentity identity,
      ModelFile model) {
    this.config = config;
    this.parts = parts;
    this.server = server;
    this.identity = identity;
    this.description =
        new AdminAnswer.Server(
            ProcessHandle.current().pid(), baseUrls(), model.name(), model.sha256());
  }

  /**
   * Starts a server.
   *
   * @param progress hears how fetching and checking the model goes
   * @throws io.adyton.cli.UserError if something a user can change is in the way
   * @throws DirectoryInUseException if another server uses the data directory
   */
  public static ServedInstance start(ServerConfig config, Progress progress)
      throws IOException, DirectoryInUseException {
    SessionTickets.turnOff();
    OpenedParts parts = new OpenedParts();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      DirectoryLock lock = parts.add(DirectoryLock.acquire(config.dataDirectory()));
      FreePorts.require(config.network());
      StartWatch watch = parts.add(StartWatch.on(config.network().managementPort(), progress));
      Path data = lock.directory();
      TransparencyLog log = parts.add(TransparencyLog.open(data.resolve("log")));
      Path nativesCache = data.resolve("natives");
      CompletableFuture<LlamaLibrary> library =
          CompletableFuture.supplyAsync(() -> LlamaLibrary.load(nativesCache), executor);
      CompletableFuture<ApiKeyStore> keys =
          CompletableFuture.supplyAsync(() -> parts.add(SqliteApiKeyStore.open(data)), executor);

      ModelFinder finder = new ModelFinder(data, nativesCache);
      ModelFile model = finder.find(config.model(), watch);
      watch.phase("loading");
      parts.add(finder.hold(model));
      CompletableFuture<AttestedIdentity> identity =
          CompletableFuture.supplyAsync(
              () -> identity(config, data, model, library.join(), log, parts), executor);
      BatchScheduler scheduler =
          parts.add(EngineStart.start(library.join(), model.path(), config.engine()));
      AdytonServer.Builder builder =
          AdytonServer.builder(scheduler, keys.join())
              .model(model.name(), model.sha256())
              .receipts(log)
              .version(Version.text());
      if (config.trust().strict() || identity.join().level() > AssuranceLevel.SIMULATED) {
        builder.confidential();
      }
      if (config.usageInEveryStream()) {
        builder.usageInEveryStream();
      }
      parts.add(IdentityRotation.of(identity.join()));
      parts.release(scheduler);
      parts.release(watch);
      watch.close();
      AdytonServer server = parts.add(listen(builder, config.network(), identity.join()).start());
      ZeroingAllocator.INSTANCE.settle();
      ServedInstance instance = new ServedInstance(config, parts, server, identity.join(), model);
      parts.add(
          AdminSocket.open(
              data, new AdminDesk(keys.join(), () -> Optional.of(instance.description))::answer));
      return instance;
    } catch (CompletionException e) {
      parts.close();
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } catch (IOException | DirectoryInUseException | RuntimeException | Error e) {
      parts.close();
      throw e;
    }
  }

  private static AdytonServer.Builder listen(
      AdytonServer.Builder builder, ServerConfig.Network network, AttestedIdentity identity) {
    String host = network.address().getHostAddress();
    builder.attestedTls(new Listener(host, network.tlsPort()), identity);
    network.httpPort().ifPresent(port -> builder.plainHttp(new Listener(host, port)));
    network
        .managementPort()
        .ifPresent(
            port ->
                builder.operations(
                    new Listener(InetAddress.getLoopbackAddress().getHostAddress(), port)));
    return network.requiresKey() ? builder : builder.allowCallersWithoutKey();
  }

  private static AttestedIdentity identity(
      ServerConfig config,
      Path data,
      ModelFile model,
      LlamaLibrary library,
      TransparencyLog log,
      OpenedParts parts) {
    try {
      return new IdentityStart(config, data).start(model, library.describe(), log.key(), parts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> baseUrls() {
    String host = config.network().address().getHostAddress();
    List<String> urls = new ArrayList<>();
    server.plainPort().ifPresent(port -> urls.add(url("http", host, port)));
    server.tlsPort().ifPresent(port -> urls.add(url("https", host, port)));
    return urls;
  }

  private static String url(String scheme, String host, int port) {
    return scheme + "://" + new Listener(host, port) + "/v1";
  }

  /** Returns where the server is reached and what it serves. */
  public AdminAnswer.Server description() {
    return description;
  }

  /** Returns the SHA-256 of the public key that TLS shows, in hexadecimal. */
  public String tlsKeyDigest() {
    return identity.publicKeyDigest();
  }

  /** Returns the assurance level that clients can verify. */
  public int level() {
    return identity.level();
  }

  /** Returns the port of metrics and health, where they have one of their own. */
  public OptionalInt managementPort() {
    return server.operationsPort();
  }

  /** Lets requests in work end, as the settings say, and closes everything. Blocks. */
  public void drain() {
    server.drain(config.drain().acceptGrace(), config.drain().timeout());
    close();
  }

  /** Ends requests in work with an error and closes everything. */
  @Override
  public void close() {
    parts.close();
  }
}
