// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import io.adyton.scheduler.text.Text;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Keeps what one request was told. */
final class RecordingListener implements GenerationListener {
  private static final AtomicInteger ENDS = new AtomicInteger();

  private final StringBuilder text = new StringBuilder();
  private final List<Integer> deltaTokens = new ArrayList<>();
  private final TokenScores scores = new TokenScores();
  private final CompletableFuture<TokenEvent> end = new CompletableFuture<>();
  private int terminalEvents;
  private int endNumber;

  @Override
  public void onEvent(TokenEvent event) {
    switch (event) {
      case TokenEvent.Delta delta -> {
        if (end.isDone()) {
          throw new AssertionError("a delta after the end");
        }
        text.append(string(delta.text()));
        deltaTokens.add(delta.tokens());
        if (delta.scores() != null) {
          scores.append(delta.scores(), 0, delta.scores().size());
        }
        delta.close();
      }
      case TokenEvent.Finished finished -> ended(finished);
      case TokenEvent.Failed failed -> ended(failed);
    }
  }

  private void ended(TokenEvent event) {
    terminalEvents++;
    endNumber = ENDS.incrementAndGet();
    end.complete(event);
  }

  String text() {
    return text.toString();
  }

  /** Returns every entry of every delta, one after the other. */
  TokenScores scores() {
    return scores;
  }

  int deltas() {
    return deltaTokens.size();
  }

  int terminalEvents() {
    return terminalEvents;
  }

  /** Returns a number that is larger the later this request ended among all. */
  int endNumber() {
    return endNumber;
  }

  @Nullable TokenEvent end() {
    return end.getNow(null);
  }

  TokenEvent await() {
    return end.join();
  }

  static String string(Text text) {
    byte[] bytes = new byte[text.length()];
    text.get(0, bytes, 0, bytes.length);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
