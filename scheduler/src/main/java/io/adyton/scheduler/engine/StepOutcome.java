// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

/** What became of a step as a whole. */
public enum StepOutcome {
  /** Every row was computed. */
  COMPUTED,
  /** No room for the rows; no sequence has changed. */
  NO_ROOM,
  /** Ended early; {@link StepResult#length} tells how far each sequence came. */
  INTERRUPTED,
  /** The rows contradict the state of a sequence; nothing has changed. A mistake of the caller. */
  REJECTED,
  /** The computation failed; {@link StepResult#length} tells how far each sequence came. */
  FAILED
}
