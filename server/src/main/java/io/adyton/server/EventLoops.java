// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

import io.adyton.server.http.HttpListener;
import io.adyton.server.http.ZeroingTransport;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that speak HTTP, and the listeners that run on all of them.
 *
 * @param vertx made for nothing else, and closed with this
 * @param count how many there are
 */
record EventLoops(Vertx vertx, int count) implements AutoCloseable {
  static EventLoops start(int count) {
    return new EventLoops(
        Vertx.builder()
            .with(
                new VertxOptions()
                    .setEventLoopPoolSize(count)
                    .setFileSystemOptions(
                        new FileSystemOptions()
                            .setClassPathResolvingEnabled(false)
                            .setFileCachingEnabled(false)))
            .withTransport(new ZeroingTransport())
            .build(),
        count);
  }

  /** Listens, and returns the port. */
  AtomicInteger listen(Listener listener, HttpListener.Settings settings) {
    AtomicInteger bound = new AtomicInteger();
    try {
      vertx
          .deployVerticle(
              () -> new HttpListener(settings, bound), new DeploymentOptions().setInstances(count))
          .toCompletionStage()
          .toCompletableFuture()
          .join();
    } catch (CompletionException e) {
      throw new ListenException(listener, Objects.requireNonNullElse(e.getCause(), e));
    }
    return bound;
  }

  @Override
  public void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
