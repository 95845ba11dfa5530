// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

/** How a decode ended, by the results of {@code llama_decode} in {@code llama.h}. */
public enum DecodeOutcome {
  /** All rows were computed; the logits asked for can be read. */
  OK,
  /**
   * KV has no room for the rows. Nothing changed: remove something or send less, then try again.
   */
  NO_ROOM,
  /**
   * {@link AbortSignal} stopped the computation. Some rows may be in memory: ask {@link
   * SequenceMemory#lastPosition} of every sequence in the batch before going on.
   */
  ABORTED,
  /**
   * A row does not continue its sequence: its position is not the one after the last. Nothing
   * changed.
   */
  REJECTED,
  /**
   * Memory ran out or the computation failed. Some rows may be in memory, as after {@link
   * #ABORTED}. If it repeats, close the context and open another.
   */
  FAILED;

  static DecodeOutcome of(int result) {
    return switch (result) {
      case 0 -> OK;
      case 1 -> NO_ROOM;
      case 2 -> ABORTED;
      case -1 -> REJECTED;
      default -> FAILED;
    };
  }
}
