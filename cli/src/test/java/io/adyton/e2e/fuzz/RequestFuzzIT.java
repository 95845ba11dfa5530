// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.e2e.AdytonProcess;
import io.adyton.e2e.TestModel;
import io.adyton.e2e.http.RawAnswer;
import io.adyton.e2e.http.RawHttp;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Thousands of broken requests: each gets a clear refusal, and the server goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestFuzzIT {
  private static final long SEED = 20_261_123;
  private static final int ALL = 50_000;
  private static final int SAMPLE = 2_000;
  private static final int CONNECTIONS = 8;
  private static final Pattern LEAK =
      Pattern.compile(
          "0x[0-9a-fA-F]{6,}|/(home|root|tmp|usr|var|opt|proc)/|[A-Za-z]+(Exception|Error)\\b"
              + "|\\.java\\b|io\\.(adyton|netty|vertx)|"
              + RequestMutator.SECRET);

  private AdytonProcess adyton;

  @BeforeAll
  void start() {
    adyton = AdytonProcess.serving("fuzz", TestModel.SMOLLM2, "--context", "256");
  }

  @AfterAll
  void stop() {
    if (adyton != null) {
      adyton.close();
    }
  }

  @Test
  void answersEveryBrokenRequestAndGoesOn() throws IOException {
    ConcurrentSkipListMap<String, String> broken = new ConcurrentSkipListMap<>();
    ConcurrentSkipListMap<Integer, AtomicInteger> statuses = new ConcurrentSkipListMap<>();
    int count = Boolean.getBoolean("adyton.test.full") ? ALL : SAMPLE;

    IntStream.range(0, CONNECTIONS)
        .parallel()
        .forEach(
            lane -> {
              for (int i = lane; i < count; i += CONNECTIONS) {
                byte[] request = new RequestMutator(SEED + i, TestModel.SMOLLM2.id()).next();
                String name = "case " + i;
                answer(request)
                    .ifPresent(
                        answer -> {
                          statuses
                              .computeIfAbsent(answer.status(), _ -> new AtomicInteger())
                              .incrementAndGet();
                          complaint(answer).ifPresent(text -> broken.put(name, text));
                        });
              }
            });

    assertThat(broken).isEmpty();
    assertThat(statuses).containsKeys(400, 404);
    assertThat(adyton.handle().isAlive()).isTrue();
    assertThat(adyton.printed()).doesNotContain("Exception", "\tat ", RequestMutator.SECRET);
    try (RawHttp connection = adyton.connect()) {
      RawAnswer normal =
          connection.post(
              "/v1/chat/completions",
              "{\"model\":\"smollm2-135m-instruct\",\"max_tokens\":4,"
                  + "\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}");

      assertThat(normal.status()).isEqualTo(200);
    }
  }

  /** Sends a request and returns the answer; a request that is not HTTP may get none. */
  private Optional<RawAnswer> answer(byte[] request) {
    try (RawHttp connection = adyton.connect()) {
      connection.send(request);
      connection.endOfRequest();
      return Optional.of(connection.read());
    } catch (EOFException | SocketException _) {
      return Optional.empty();
    } catch (IOException e) {
      throw new AssertionError("the server neither answered nor closed the connection", e);
    }
  }

  /** 503 is for a server in drain. */
  private static Optional<String> complaint(RawAnswer answer) {
    if (answer.status() >= 500 && answer.status() != 503) {
      return Optional.of("status " + answer.status() + ": " + answer.text());
    }
    return answer.status() != 200 && LEAK.matcher(answer.text()).find()
        ? Optional.of("leaks: " + answer.text())
        : Optional.empty();
  }
}
