// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/** Runs one thing several times at once. */
final class Repetitions {
  private Repetitions() {}

  static <T> List<T> of(int times, Callable<T> task) {
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> running =
          Stream.generate(() -> task).limit(times).map(executor::submit).toList();
      return running.stream().map(Repetitions::result).toList();
    }
  }

  private static <T> T result(Future<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a client failed outside of its request", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while clients ran", e);
    }
  }
}
