// SPDX-License-Identifier: Apache-2.0
package io.adyton.client.proxy;

import io.adyton.attestation.document.Bound;
import io.adyton.client.AttestedConnection;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The one verified connection that requests go over. A new one is made and verified when the policy
 * wants that, or when the old one closed; the old one then takes no more requests and closes when
 * its last one ended. Confined to one event loop.
 */
final class VerifiedUpstream {
  /** What must not change while a proxy runs. */
  private record Served(int level, List<Bound.Model> models, Bound.Engine engine) {
    static Served of(AttestedConnection connection) {
      Bound bound = connection.appraisal().bound().orElseThrow();
      return new Served(connection.appraisal().level(), bound.models(), bound.engine());
    }
  }

  private static final Duration LONGEST_ANSWER = Duration.ofHours(1);

  private final Supplier<Future<AttestedConnection>> connector;
  private final InstantSource clock;
  private Optional<Served> first = Optional.empty();
  private Optional<Future<AttestedConnection>> current = Optional.empty();

  /**
   * Creates one.
   *
   * @param connector makes verified connections
   */
  VerifiedUpstream(Supplier<Future<AttestedConnection>> connector, InstantSource clock) {
    this.connector = connector;
    this.clock = clock;
  }

  Future<AttestedConnection> connection() {
    if (current.isPresent() && isUsable(current.get())) {
      return current.get();
    }
    current.ifPresent(
        old ->
            old.onSuccess(
                connection ->
                    connection.http().shutdown(LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS)));
    Future<AttestedConnection> next = connector.get().compose(this::requireUnchanged);
    current = Optional.of(next);
    next.onSuccess(connection -> connection.http().closeHandler(closed -> forget(next)));
    return next;
  }

  private boolean isUsable(Future<AttestedConnection> future) {
    return !future.isComplete()
        || future.succeeded() && clock.instant().isBefore(future.result().expires());
  }

  @SuppressWarnings("ReferenceEquality") // A later connection is another one, whatever it says.
  private void forget(Future<AttestedConnection> closed) {
    if (current.isPresent() && current.get() == closed) {
      current = Optional.empty();
    }
  }

  private Future<AttestedConnection> requireUnchanged(AttestedConnection connection) {
    Served served = Served.of(connection);
    if (first.isEmpty()) {
      first = Optional.of(served);
    }
    if (first.get().equals(served)) {
      return Future.succeededFuture(connection);
    }
    connection.http().close();
    return Future.failedFuture(new ServerChangedException());
  }
}
