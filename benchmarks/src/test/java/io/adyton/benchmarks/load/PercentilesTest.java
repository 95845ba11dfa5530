// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.HdrHistogram.Histogram;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class PercentilesTest {
  @Test
  void ranksValuesFromOneToThousandMilliseconds() {
    Histogram micros = new Histogram(3_600_000_000L, 3);
    for (int millis = 1; millis <= 1000; millis++) {
      micros.recordValue(millis * 1000L);
    }

    Percentiles percentiles = Percentiles.ofMicros(micros);

    Percentage digits = Percentage.withPercentage(0.2);
    assertThat(percentiles.count()).isEqualTo(1000);
    assertThat(percentiles.mean()).isCloseTo(500.5, digits);
    assertThat(percentiles.p50()).isCloseTo(500, digits);
    assertThat(percentiles.p95()).isCloseTo(950, digits);
    assertThat(percentiles.p99()).isCloseTo(990, digits);
    assertThat(percentiles.max()).isCloseTo(1000, digits);
  }

  @Test
  void isZeroWithoutValues() {
    assertThat(Percentiles.ofMicros(new Histogram(1_000_000, 3)))
        .isEqualTo(new Percentiles(0, 0, 0, 0, 0, 0));
  }
}
