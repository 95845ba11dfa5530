// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that pulls the test's model and dies without notice where it is told to. */
final class PullToKill {
  static final int KILLED = 137;

  private PullToKill() {}

  /**
   * Pulls.
   *
   * @param arguments data directory, catalog, program used as pip, the number of the progress event
   *     to die at, the microseconds after which to die; 0 for never
   */
  public static void main(String[] arguments) throws Exception {
    Catalog catalog = new ObjectMapper().readValue(Path.of(arguments[1]).toFile(), Catalog.class);
    int deadlyEvent = Integer.parseInt(arguments[3]);
    long deadlyMicros = Long.parseLong(arguments[4]);
    AtomicInteger events = new AtomicInteger();
    Runnable step =
        () -> {
          if (events.incrementAndGet() == deadlyEvent) {
            die();
          }
        };
    if (deadlyMicros > 0) {
      var _ =
          CompletableFuture.runAsync(
              PullToKill::die,
              CompletableFuture.delayedExecutor(deadlyMicros, TimeUnit.MICROSECONDS));
    }
    ModelPuller puller =
        new ModelPuller(
            ModelStore.open(Path.of(arguments[0])),
            catalog,
            new HubClient(URI.create("http://127.0.0.1:1/"), attempt -> {}, HubClient.SILENCE),
            List.of(List.of(arguments[2])),
            Map.of(),
            Clock.systemUTC());
    long start = System.nanoTime();
    puller.pull(TestModel.NAME, null, counting(step));
    System.out.println(events.get() + " " + (System.nanoTime() - start) / 1_000);
  }

  private static Progress counting(Runnable step) {
    return (name, totalBytes) -> {
      step.run();
      return new Progress.Phase() {
        @Override
        public void advanceTo(long doneBytes) {
          step.run();
        }

        @Override
        public void close() {
          step.run();
        }
      };
    };
  }

  /** No shutdown hook, no finally: as {@code kill -9} does it. */
  private static void die() {
    Runtime.getRuntime().halt(KILLED);
  }
}
