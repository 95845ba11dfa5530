// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.report;

import io.adyton.benchmarks.load.LevelResult;
import io.adyton.benchmarks.load.Objective;
import io.adyton.benchmarks.load.Workload;
import io.adyton.benchmarks.process.MachineFacts;
import io.adyton.benchmarks.process.ProcessFigures;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One run of the load generator, as it is written to JSON.
 *
 * @param format version of this shape
 * @param label what the run is called; runs of one label are repetitions
 * @param startedAt wall-clock time, ISO 8601
 * @param machine where it was measured
 * @param stolenShare processor time the host gave to others meanwhile, 0 to 1
 * @param url of the server
 * @param notes whatever the caller adds, such as the server's version and flags
 * @param workload what was asked
 * @param objective what goodput means here
 * @param levels one per concurrency or rate
 */
public record RunReport(
    int format,
    String label,
    String startedAt,
    MachineFacts machine,
    double stolenShare,
    String url,
    Map<String, String> notes,
    Workload workload,
    Objective objective,
    List<LevelReport> levels) {

  /** Version of the shape that this code writes and reads. */
  public static final int FORMAT = 1;

  /** One level, and what the server's process used for it where its pid was given. */
  public record LevelReport(LevelResult load, @Nullable ProcessFigures server) {}
}
