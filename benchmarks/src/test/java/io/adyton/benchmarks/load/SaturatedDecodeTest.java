// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SaturatedDecodeTest {
  private static final long STEP_NANOS = 10_000_000;

  private final SaturatedDecode saturated = new SaturatedDecode(2);
  private final RequestTrace first = new RequestTrace(0);
  private final RequestTrace second = new RequestTrace(0);

  @Test
  void countsOnlyTimeInWhichAllClientsReceiveText() {
    for (int step = 0; step < 10; step++) {
      text(first, step);
    }
    for (int step = 10; step <= 30; step++) {
      text(first, step);
      text(second, step);
    }
    saturated.ended(first);
    for (int step = 31; step < 60; step++) {
      text(second, step * 5);
    }
    saturated.ended(second);

    assertThat(saturated.seconds()).isEqualTo(0.2);
    assertThat(saturated.chunksPerSecond()).isCloseTo(200, Offset.offset(1e-6));
  }

  @Test
  void givesTheSameRateWhicheverClientOpensTheWindow() {
    text(second, 0);
    text(first, 0);
    for (int step = 1; step <= 4; step++) {
      text(second, step);
      text(first, step);
    }
    saturated.ended(second);
    saturated.ended(first);

    assertThat(saturated.chunksPerSecond()).isCloseTo(200, Offset.offset(1e-6));
  }

  @Test
  void saysNothingWhereClientsNeverMet() {
    text(first, 0);
    text(first, 1);
    saturated.ended(first);
    text(second, 2);
    saturated.ended(second);

    assertThat(saturated.seconds()).isZero();
    assertThat(saturated.chunksPerSecond()).isZero();
  }

  private void text(RequestTrace trace, int step) {
    trace.text(step * STEP_NANOS);
    saturated.text(trace, step * STEP_NANOS);
  }
}
