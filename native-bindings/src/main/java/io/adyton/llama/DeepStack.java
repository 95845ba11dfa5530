// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * A stack deep enough for libllama's tokenizer.
 *
 * <p>Many byte-pair vocabularies split text by regular expressions, for which libllama has the C++
 * library's matcher. That calls itself for every character of a match, at 364 bytes of stack each
 * (measured on glibc and libstdc++): a word of 3,000 letters overflows the megabyte of a common
 * thread, and the process dies. So a text gets a thread with stack in proportion to its bytes, of
 * which only what is used takes memory.
 */
final class DeepStack {
  /** Bytes of text that any thread's stack has room for. */
  private static final int SHALLOW_TEXT_BYTES = 256;

  /** Bytes of text beyond which the stack is no longer a reasonable thing to ask the system for. */
  static final int MOST_TEXT_BYTES = 4 << 20;

  /** Texts from here on take turns, so that their stacks do not add up. */
  private static final int LONG_TEXT_BYTES = 64 << 10;

  private static final long BASE_BYTES = 1 << 20;
  private static final long BYTES_PER_TEXT_BYTE = 1 << 10;
  private static final Semaphore LONG_TEXTS = new Semaphore(1);

  private DeepStack() {}

  /** Runs {@code task} where it can recurse once for each of {@code textBytes}. */
  static <T> T call(int textBytes, Supplier<T> task) {
    if (textBytes <= SHALLOW_TEXT_BYTES) {
      return task.get();
    }
    if (textBytes > MOST_TEXT_BYTES) {
      throw new IllegalArgumentException(
          "a text of %,d bytes is longer than the %,d this vocabulary can be given at once"
              .formatted(textBytes, MOST_TEXT_BYTES));
    }
    if (textBytes < LONG_TEXT_BYTES) {
      return callOnThread(textBytes, task);
    }
    LONG_TEXTS.acquireUninterruptibly();
    try {
      return callOnThread(textBytes, task);
    } finally {
      LONG_TEXTS.release();
    }
  }

  private static <T> T callOnThread(int textBytes, Supplier<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    long stackBytes = BASE_BYTES + textBytes * BYTES_PER_TEXT_BYTE;
    Runnable body =
        () -> {
          try {
            result.complete(task.get());
          } catch (Throwable thrown) {
            result.completeExceptionally(thrown);
          }
        };
    new Thread(null, body, "adyton-tokenizer", stackBytes, false).start();
    try {
      return result.join();
    } catch (CompletionException e) {
      throw Downcalls.failure(e.getCause() == null ? e : e.getCause());
    }
  }
}
