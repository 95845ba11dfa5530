// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.benchmarks.process.MachineFacts;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TurnsReportTest {
  @Test
  void takesRatiosWithinTurnsBeforeTheirMedian() {
    TurnsReport report =
        report(
            new TurnsReport.Turn(100, 90),
            new TurnsReport.Turn(200, 190),
            new TurnsReport.Turn(50, 49));

    assertThat(report.ratio().median()).isEqualTo(0.95);
    assertThat(report.bare()).isEqualTo(new Quartiles(50, 100, 200));
    assertThat(report.server()).isEqualTo(new Quartiles(49, 90, 190));
  }

  @Test
  void leavesOutliersOutOfTheQuartiles() {
    assertThat(Quartiles.of(List.of(1.0, 5.0, 3.0, 2.0, 4.0, 6.0, 7.0, 900.0)))
        .isEqualTo(new Quartiles(2, 4, 6));
  }

  @Test
  void refusesNoValues() {
    assertThatThrownBy(() -> Quartiles.of(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  private static TurnsReport report(TurnsReport.Turn... turns) {
    return new TurnsReport(
        "2025-01-01T00:00:00Z",
        MachineFacts.ofThisMachine(),
        0,
        "http://127.0.0.1/v1",
        Map.of(),
        1,
        192,
        List.of(turns));
  }
}
