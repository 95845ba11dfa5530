// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.e2e.http.RawHttp;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Whatever moment a process is killed at, the next one uses the data directory it left. */
class KillIT {
  private static final long SEED = 20_261_123;
  private static final int LONGEST_START_MILLIS = 4_000;
  private static final int LONGEST_PULL_MILLIS = 8_000;

  @Test
  void startsOnWhatAKilledStartLeft() throws Exception {
    Random random = new Random(SEED);
    for (int kills = Boolean.getBoolean("adyton.test.full") ? 100 : 5; kills > 0; kills--) {
      AdytonProcess killed = AdytonProcess.starting("killed-start", List.of(), TestModel.SMOLLM2);
      killed.onExit(random.nextInt(LONGEST_START_MILLIS), TimeUnit.MILLISECONDS);
      killed.kill();
    }

    try (AdytonProcess adyton = AdytonProcess.serving("killed-start", TestModel.SMOLLM2)) {
      requireChat(adyton);
    }
  }

  @Test
  void completesAPullThatWasKilled() throws Exception {
    TestModel.SMOLLM2.file();
    List<String> pull = List.of("model", "pull", TestModel.SMOLLM2.id());
    Random random = new Random(SEED);
    for (int kills = Boolean.getBoolean("adyton.test.full") ? 20 : 3; kills > 0; kills--) {
      AdytonProcess killed = AdytonProcess.running("killed-pull", List.of(), pull);
      killed.onExit(random.nextInt(LONGEST_PULL_MILLIS), TimeUnit.MILLISECONDS);
      killed.kill();
    }

    AdytonProcess last = AdytonProcess.running("killed-pull", List.of(), pull);
    int status = last.awaitEnd();
    Assumptions.assumeFalse(
        last.printed().contains("network"), "skipped: the model cannot be fetched from here");
    assertThat(status).as(last.printed()).isZero();
    AdytonProcess show =
        AdytonProcess.running(
            "killed-pull", List.of(), List.of("model", "show", TestModel.SMOLLM2.id()));
    assertThat(show.awaitEnd()).as(show.printed()).isZero();
  }

  private static void requireChat(AdytonProcess adyton) throws IOException {
    try (RawHttp connection = adyton.connect()) {
      assertThat(
              connection
                  .post(
                      "/v1/chat/completions",
                      "{\"model\":\"smollm2-135m-instruct\",\"max_tokens\":2,"
                          + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}")
                  .status())
          .isEqualTo(200);
    }
  }
}
