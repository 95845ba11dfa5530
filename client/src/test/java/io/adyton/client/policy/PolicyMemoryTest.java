// SPDX-License-Identifier: Apache-2.0
package io.adyton.client.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyMemoryTest {
  @TempDir Path directory;

  @Test
  void refusesLowerSerialThanWasSeen() throws Exception {
    memory().admit("author", policy(3));

    refuses("author", policy(2));
    memory().admit("author", policy(3));
    memory().admit("author", policy(4));
    refuses("author", policy(3));
  }

  @Test
  void comparesOnlyPoliciesOfOneOriginAndName() throws Exception {
    memory().admit("author", policy(3));

    memory().admit("other", policy(1));
    memory().admit("author", named("chat", 1));
    memory().admit("author", named("chat", 2));
    refuses("author", named("chat", 1));
  }

  @Test
  void passesOverWhatACrashLeftBehind() throws Exception {
    memory().admit("author", policy(3));
    Files.writeString(directory.resolve("serials.json.new"), "{\"author\":9");

    refuses("author", policy(2));
    memory().admit("author", policy(4));
  }

  @Test
  void admitsNothingWhereItsFileHoldsSomethingElse() throws Exception {
    Files.writeString(memory().file(), "{\"author\":\"three\"}");

    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> memory().admit("author", policy(4)))
        .withMessageContaining("serials.json");
  }

  @Test
  void keepsTheHighestOfManyAtOnce() throws Exception {
    int most = 32;
    try (ExecutorService runs = Executors.newFixedThreadPool(8)) {
      List<Callable<Boolean>> admissions = new ArrayList<>();
      for (int serial = 1; serial <= most; serial++) {
        TrustPolicy policy = policy(serial);
        admissions.add(
            () -> {
              try {
                memory().admit("author", policy);
                return true;
              } catch (OlderPolicyException e) {
                return false;
              }
            });
      }
      List<Future<Boolean>> admitted = runs.invokeAll(admissions);
      assertThat(admitted.getLast().get()).as("the highest").isTrue();
    }

    refuses("author", policy(most - 1));
    memory().admit("author", policy(most));
  }

  private PolicyMemory memory() {
    return new PolicyMemory(directory);
  }

  private void refuses(String origin, TrustPolicy policy) {
    assertThatExceptionOfType(OlderPolicyException.class)
        .isThrownBy(() -> memory().admit(origin, policy))
        .withMessageContaining("found " + policy.serial());
  }

  private static TrustPolicy policy(int serial) throws Exception {
    return parse("{\"adyton_policy\":1,\"serial\":%d,\"min_level\":0}".formatted(serial));
  }

  private static TrustPolicy named(String name, int serial) throws Exception {
    return parse(
        "{\"adyton_policy\":1,\"name\":\"%s\",\"serial\":%d,\"min_level\":0}"
            .formatted(name, serial));
  }

  private static TrustPolicy parse(String json) throws Exception {
    return TrustPolicy.parse(Bytes.of(json.getBytes(StandardCharsets.UTF_8)));
  }
}
