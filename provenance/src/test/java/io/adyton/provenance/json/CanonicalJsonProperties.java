// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class CanonicalJsonProperties {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Path NODE = Path.of("/usr/bin/node");
  private static final String ENCODER =
      """
      const canonical = v =>
        v === null || typeof v !== 'object' ? JSON.stringify(v)
        : Array.isArray(v) ? '[' + v.map(canonical).join(',') + ']'
        : '{' + Object.keys(v).sort().map(k => JSON.stringify(k) + ':' + canonical(v[k])).join(',') + '}';
      require('fs').readFileSync(0, 'utf8').split('\\n').filter(l => l)
        .forEach(l => process.stdout.write(canonical(JSON.parse(l)) + '\\n'));
      """;

  @Property
  void writesNumbersThatReadBackTheSame(
      @ForAll @LongRange(min = -CanonicalJson.MOST, max = CanonicalJson.MOST) long number)
      throws IOException {
    assertThat(read(new CanonicalJson.Whole(number)).longValue()).isEqualTo(number);
  }

  @Property
  void writesTextThatReadsBackTheSameOrRefusesIt(@ForAll String text) throws IOException {
    CanonicalJson json;
    try {
      json = new CanonicalJson.Text(text);
    } catch (IllegalArgumentException e) {
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isFalse();
      return;
    }
    assertThat(read(json).textValue()).isEqualTo(text);
  }

  @Test
  void refusesNumbersThatReadersRoundAndMembersThatAreThereTwice() {
    assertThatThrownBy(() -> new CanonicalJson.Whole(1L << 53))
        .hasMessageContaining("spell it as text");
    assertThatThrownBy(() -> CanonicalJson.object().with("a", 1).with("a", 2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ordersMembersByCodeUnitsAndEscapesAsTheStandardSays() {
    CanonicalJson json =
        CanonicalJson.object()
            .with("\uD83D\uDE00", "\u000f\n\"\\/€")
            .with("\uFB33", true)
            .with("1", new CanonicalJson.Nothing());

    assertThat(text(json.toBytes()))
        .isEqualTo("{\"1\":null,\"\uD83D\uDE00\":\"\\u000f\\n\\\"\\\\/€\",\"\uFB33\":true}");
  }

  @Test
  void agreesWithAnEncoderInJavaScript() throws Exception {
    Assumptions.assumeTrue(Files.isExecutable(NODE), "skipped: no node at " + NODE);
    int count = Boolean.getBoolean("adyton.test.full") ? 100_000 : 2_000;
    Random random = new Random(7);
    List<String> ours = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ours.add(text(value(random, 4).toBytes()));
    }

    Process node = new ProcessBuilder(NODE.toString(), "-e", ENCODER).start();
    Thread feeder =
        Thread.startVirtualThread(
            () -> {
              try (OutputStream in = node.getOutputStream()) {
                for (String line : ours) {
                  in.write(
                      (spelledOtherwise(line, random) + "\n").getBytes(StandardCharsets.UTF_8));
                }
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    List<String> theirs = node.inputReader(StandardCharsets.UTF_8).lines().toList();
    feeder.join();

    assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(theirs).isEqualTo(ours);
  }

  /** Spells the same value with blanks between its members, for the other encoder to tidy up. */
  private static String spelledOtherwise(String json, Random random) throws IOException {
    JsonNode tree = MAPPER.readTree(json);
    return random.nextBoolean()
        ? MAPPER.writeValueAsString(tree)
        : MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(tree).replace("\n", " ");
  }

  private static CanonicalJson value(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> new CanonicalJson.Text(word(random));
      case 1 -> new CanonicalJson.Whole(random.nextLong() % (CanonicalJson.MOST + 1));
      case 2 -> new CanonicalJson.Flag(random.nextBoolean());
      case 3 -> new CanonicalJson.Nothing();
      case 4 -> {
        List<CanonicalJson> elements = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
          elements.add(value(random, depth - 1));
        }
        yield new CanonicalJson.Elements(elements);
      }
      default -> {
        CanonicalJson.Members members = CanonicalJson.object();
        Set<String> names = new HashSet<>();
        for (int i = random.nextInt(6); i > 0; i--) {
          String name = word(random);
          if (names.add(name)) {
            members = members.with(name, value(random, depth - 1));
          }
        }
        yield members;
      }
    };
  }

  private static String word(Random random) {
    StringBuilder word = new StringBuilder();
    for (int i = random.nextInt(8); i > 0; i--) {
      int point =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(0x20);
            case 1 -> 0x20 + random.nextInt(0x5f);
            case 2 -> 0x80 + random.nextInt(0xd000);
            default -> 0x10000 + random.nextInt(0x10000);
          };
      word.appendCodePoint(point);
    }
    return word.toString();
  }

  private static JsonNode read(CanonicalJson json) throws IOException {
    return MAPPER.readTree(json.toBytes().toArray());
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.UTF_8);
  }
}
