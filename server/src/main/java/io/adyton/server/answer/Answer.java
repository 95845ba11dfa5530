// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.answer;

import io.adyton.scheduler.PrefillProgress;
import io.adyton.scheduler.TokenEvent.Delta;
import io.adyton.scheduler.TokenEvent.Finished;
import io.adyton.server.openai.ApiError;

/** The shape in which one generation is spoken. Confined to the connection's event loop. */
public sealed interface Answer extends AutoCloseable permits StreamedAnswer, WholeAnswer {
  /** The request was admitted; nothing was computed yet. */
  void admitted();

  /** Returns whether {@link #progress} says anything. Any thread may ask. */
  boolean tellsProgress();

  /** The prompt is computed this far; {@link #flush} follows. */
  void progress(PrefillProgress progress);

  /** Takes what became certain, which stays the caller's; {@link #flush} follows. */
  void add(Delta delta);

  /** Sends what was added since the last time. */
  void flush();

  /** The generation is over. */
  void finish(Finished finished);

  /** The generation broke off. */
  void fail(ApiError error);

  /** Nothing was sent for a while. */
  void keepAlive();

  /** Returns whether a reader that stops reading should stop the generation. */
  boolean followsReader();

  /** Zeroes what was added and not sent. */
  @Override
  void close();
}
