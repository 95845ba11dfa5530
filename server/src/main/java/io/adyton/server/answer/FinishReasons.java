// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.answer;

import io.adyton.scheduler.TokenEvent.FinishReason;

/** {@code finish_reason} as clients read it. */
public final class FinishReasons {
  private FinishReasons() {}

  /** Returns the word. */
  public static String wireName(FinishReason reason) {
    return switch (reason) {
      case STOP, CANCELLED -> "stop";
      case LENGTH -> "length";
    };
  }
}
