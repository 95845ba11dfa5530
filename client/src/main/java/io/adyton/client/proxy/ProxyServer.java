// SPDX-License-Identifier: Apache-2.0
package io.adyton.client.proxy;

import io.adyton.attestation.trust.TrustPolicy;
import io.adyton.client.AttestedClient;
import io.adyton.client.ServerAddress;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A running {@link LoopbackProxy} with its event loop. Thread-safe. */
public final class ProxyServer implements AutoCloseable {
  private final Vertx vertx;
  private final AttestedClient client;
  private final int port;

  private ProxyServer(Vertx vertx, AttestedClient client, int port) {
    this.vertx = vertx;
    this.client = client;
    this.port = port;
  }

  /**
   * Listens on 127.0.0.1. Blocks until it does.
   *
   * @param port 0 for any free one
   * @throws IOException if the port is taken
   */
  public static ProxyServer start(
      ServerAddress server, TrustPolicy policy, int port, InstantSource clock, SecureRandom random)
      throws IOException {
    Vertx vertx = Vertx.vertx();
    AttestedClient client = new AttestedClient(vertx, server, policy, clock, random);
    CompletableFuture<Integer> bound = new CompletableFuture<>();
    vertx.deployVerticle(new LoopbackProxy(client, clock, port, bound));
    try {
      return new ProxyServer(vertx, client, bound.join());
    } catch (CompletionException e) {
      client.close();
      vertx.close().toCompletionStage().toCompletableFuture().join();
      throw new IOException(
          "cannot listen on 127.0.0.1:%d (%s); choose another port with --port"
              .formatted(port, e.getCause()),
          e);
    }
  }

  /** Returns the port. */
  public int port() {
    return port;
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
