// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adyton.scheduler.ModelProfile;
import io.adyton.scheduler.engine.SimulatedTokenizer;
import io.adyton.server.chat.ChatTemplate;
import java.time.Clock;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServedModelTest {
  private static final String DIGEST = "0123456789abcdef".repeat(4);

  @Test
  void takesAWholeDigest() {
    assertThat(model("m", DIGEST).digest()).isEqualTo(DIGEST);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        "123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef",
        "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0",
        "0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef",
        "g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
      })
  void refusesWhatIsNoDigest(String digest) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model("m", digest))
        .withMessage(
            "a model's digest is 64 hexadecimal digits in lower case, but got '" + digest + "'");
  }

  @Test
  void refusesAModelWithoutName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> model("", DIGEST))
        .withMessage("a model needs a name that requests can call it");
  }

  private static ServedModel model(String name, String digest) {
    return new ServedModel(
        name,
        digest,
        new ModelProfile("llama", "", "", 1024, 1024, 256, 1, 1),
        new SimulatedTokenizer(),
        ChatTemplate.compile("", "", "", Clock.systemUTC()),
        Instant.EPOCH);
  }
}
