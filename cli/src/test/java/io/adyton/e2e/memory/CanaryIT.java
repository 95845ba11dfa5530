// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.e2e.AdytonProcess;
import io.adyton.e2e.TestModel;
import io.adyton.e2e.http.Http2;
import io.adyton.e2e.http.JsonClient;
import io.adyton.e2e.http.RawAnswer;
import io.adyton.e2e.http.RawHttp;
import io.adyton.gguf.GgufException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What is left of two hundred and forty chats: in the memory of the server, in what it prints, in
 * what it tells, in the files it writes. docs/security.md states the numbers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CanaryIT {
  private static final int CHATS = 200;
  private static final int SCORED_CHATS = 40;
  private static final long SEED = 20_261_123;

  /** gcore writes what is reserved, too. */
  private static final List<String> SMALL_ADDRESS_SPACE =
      List.of("-Xmx512m", "-XX:CompressedClassSpaceSize=64m");

  /** Copies that the collector may leave where an array lay before; see docs/security.md. */
  private static final long LEFT_BY_A_MOVING_COLLECTOR = 2;

  private static final Path FOLDER = Path.of("target/e2e/canary");

  /** Over what a chat goes. */
  private enum Way {
    HTTPS,
    HTTP,
    HTTP_2;

    JsonClient to(AdytonProcess server) {
      return switch (this) {
        case HTTPS -> RawHttp.toTls(server.https());
        case HTTP -> server.connect();
        case HTTP_2 -> Http2.to(server.https());
      };
    }
  }

  private final List<Canary> canaries = new ArrayList<>();
  private final List<Pattern> scored = new ArrayList<>();
  private final List<RawAnswer> refusals = new ArrayList<>();
  private AdytonProcess adyton;

  @BeforeAll
  void chat() throws IOException, GgufException {
    List<RareWord> words = RareWord.of(TestModel.SMOLLM2.file(), CHATS, SEED);
    adyton =
        AdytonProcess.starting(
                "canary", SMALL_ADDRESS_SPACE, TestModel.SMOLLM2, "--context", "1024")
            .awaitReady();
    Way[] ways = Way.values();
    for (int i = 0; i < CHATS; i++) {
      Way way = ways[i % ways.length];
      canaries.add(new Canary(way.name(), Marks.mark(i), words.get(i), i / ways.length % 2 == 0));
      try (JsonClient connection = way.to(adyton)) {
        canaries.getLast().send(connection, TestModel.SMOLLM2.id());
      }
    }
    for (int i = 0; i < SCORED_CHATS; i++) {
      Way way = ways[i % ways.length];
      ScoredCanary canary =
          new ScoredCanary(way.name(), Marks.mark(CHATS + i), i, i / ways.length % 2 == 0);
      try (JsonClient connection = way.to(adyton)) {
        scored.addAll(canary.send(connection, TestModel.SMOLLM2.id()));
      }
    }
    for (String request : RefusedRequests.carrying(Marks.REFUSED)) {
      try (RawHttp connection = adyton.connect()) {
        refusals.add(connection.post("/v1/chat/completions", request));
      }
    }
  }

  @AfterAll
  void stop() {
    if (adyton != null) {
      adyton.close();
    }
  }

  @Test
  void leavesNoPromptAndNoCompletionInMemory() throws IOException {
    List<Pattern> patterns =
        new ArrayList<>(canaries.stream().flatMap(canary -> canary.patterns().stream()).toList());
    assertThat(scored)
        .filteredOn(pattern -> pattern.group().startsWith("completion"))
        .as("texts and scores drawn from the model")
        .hasSizeGreaterThan(10 * SCORED_CHATS);
    patterns.addAll(scored);
    for (Encoding encoding : Encoding.values()) {
      encoding
          .of(Marks.REFUSED)
          .forEach(bytes -> patterns.add(new Pattern("refused request", encoding.name(), bytes)));
    }

    Report report = Report.on(adyton.handle(), patterns, FOLDER);

    assertThat(report.count("prompt")).isLessThanOrEqualTo(LEFT_BY_A_MOVING_COLLECTOR);
    assertThat(report.count("completion")).isZero();
    assertThat(report.count("refused request")).isZero();
  }

  @Test
  void printsNothingOfWhatWasSaid() {
    assertThat(adyton.printed()).doesNotContain(Marks.ANY, Marks.REFUSED);
    for (Canary canary : canaries) {
      assertThat(adyton.printed()).doesNotContain(canary.word().text());
    }
  }

  @Test
  void metersNothingOfWhatWasSaid() throws IOException {
    try (RawHttp connection = adyton.connect()) {
      String metrics = connection.get("/metrics").text();

      assertThat(metrics).contains("vllm:").doesNotContain(Marks.ANY, Marks.REFUSED);
    }
  }

  @Test
  void refusesWithoutRepeatingWhatWasSaid() {
    assertThat(refusals).allSatisfy(answer -> assertThat(answer.status()).isBetween(400, 499));
    assertThat(refusals)
        .allSatisfy(
            answer -> {
              assertThat(answer.text()).doesNotContain(Marks.REFUSED);
              assertThat(answer.headers().values())
                  .noneMatch(value -> value.contains(Marks.REFUSED));
            });
  }

  @Test
  void writesNothingOfWhatWasSaidToItsFiles() throws IOException {
    try (Stream<Path> files = Files.walk(adyton.dataDirectory())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);

        assertThat(bytes).as(file.toString()).doesNotContain(Marks.ANY, Marks.REFUSED);
      }
    }
  }
}
