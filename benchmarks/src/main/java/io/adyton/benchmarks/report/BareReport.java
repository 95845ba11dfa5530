// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.report;

import io.adyton.benchmarks.process.MachineFacts;
import java.util.List;
import java.util.Map;

/**
 * Runs of the bare loop, in the shape of a {@link RunReport} as far as they have its figures, so
 * that both can be compared.
 *
 * @param format version of this shape
 * @param label what the run is called
 * @param startedAt wall-clock time, ISO 8601
 * @param machine where it was measured
 * @param stolenShare processor time the host gave to others meanwhile, 0 to 1
 * @param notes model and options
 * @param levels one per number of sequences
 */
public record BareReport(
    int format,
    String label,
    String startedAt,
    MachineFacts machine,
    double stolenShare,
    Map<String, String> notes,
    List<Level> levels) {

  /** One number of sequences. */
  public record Level(Load load) {}

  /**
   * The figures that a bare loop has.
   *
   * @param mode always {@code bare}
   * @param clients sequences that went on together
   * @param saturatedTokensPerSecond tokens per second of all of them
   * @param prefillTokensPerSecond prompt tokens per second
   */
  public record Load(
      String mode, int clients, double saturatedTokensPerSecond, double prefillTokensPerSecond) {}
}
