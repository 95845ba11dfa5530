// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.engine;

/**
 * Sizes and habits of an engine that a scheduler has to respect.
 *
 * @param sequences how many sequences it holds; ids run from 0 to one less
 * @param contextLength positions one sequence can hold
 * @param rowLimit the most rows of one step; at least {@code sequences}
 * @param mixedRowLimit up to this many rows a step that mixes prompt rows with decode rows costs no
 *     more than two separate steps; 0 where mixing never pays
 * @param wantsDenseSequences whether a step over sequences with neighbouring ids is cheaper than
 *     one over scattered ids
 * @param truncatesSequences whether a sequence can be cut at any position, which prefix reuse needs
 */
public record EngineFacts(
    int sequences,
    int contextLength,
    int rowLimit,
    int mixedRowLimit,
    boolean wantsDenseSequences,
    boolean truncatesSequences) {

  /** Checks the sizes against each other. */
  public EngineFacts {
    if (sequences < 1 || contextLength < 2) {
      throw new IllegalArgumentException(
          "an engine has at least 1 sequence of 2 positions, but got "
              + sequences
              + " of "
              + contextLength);
    }
    if (rowLimit < sequences) {
      throw new IllegalArgumentException(
          "the row limit must be at least the number of sequences ("
              + sequences
              + "), but is "
              + rowLimit);
    }
    if (mixedRowLimit < 0 || mixedRowLimit > rowLimit) {
      throw new IllegalArgumentException(
          "the mixed row limit must lie between 0 and " + rowLimit + ", but is " + mixedRowLimit);
    }
  }
}
