// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.scheduler.TokenEvent.Usage;
import io.adyton.scheduler.TokenScores;
import io.adyton.scheduler.engine.SimulatedTokenizer;
import io.adyton.scheduler.text.Text;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChunkFormatTest {
  private static final AnswerHead HEAD =
      new AnswerHead("chatcmpl-1", 1700000000, "m", "fp_1", null, null);
  private static final String START =
      "data: {\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
          + "\"model\":\"m\",\"system_fingerprint\":\"fp_1\",\"choices\":[";

  private final ChunkFormat plain = format(HEAD, false, false);
  private final ChunkFormat counting = format(HEAD, true, false);

  @Test
  void writesRoleChunk() {
    assertThat(written(plain::role))
        .isEqualTo(
            START
                + "{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},"
                + "\"logprobs\":null,\"finish_reason\":null}]}\n\n");
  }

  @Test
  void writesContentChunkEscaped() {
    try (Text text = Text.ofPublic("é\"\n\u0001")) {
      assertThat(written(out -> plain.content(text, null, out)))
          .isEqualTo(
              START
                  + "{\"index\":0,\"delta\":{\"content\":\"é\\\"\\n\\u0001\"},"
                  + "\"logprobs\":null,\"finish_reason\":null}]}\n\n");
    }
  }

  @Test
  void writesLogprobsOfTokensThatAreNoCharactersAndNoText() {
    try (Text text = Text.ofPublic("é");
        TokenScores scores = new TokenScores()) {
      scores.add(0xC3, -0.2f);
      scores.add('"', 0);
      scores.add(SimulatedTokenizer.END_OF_TEXT, -3.004f);
      scores.add(TokenScores.NO_TOKEN, Float.NaN);
      assertThat(written(out -> plain.content(text, scores, out)))
          .isEqualTo(
              START
                  + "{\"index\":0,\"delta\":{\"content\":\"é\"},\"logprobs\":{\"content\":["
                  + "{\"token\":\"\uFFFD\",\"logprob\":-0.203125,\"bytes\":[195],\"top_logprobs\":["
                  + "{\"token\":\"\\\"\",\"logprob\":0.0,\"bytes\":[34]}]},"
                  + "{\"token\":\"</s>\",\"logprob\":-3.0,\"bytes\":null,\"top_logprobs\":[]}"
                  + "],\"refusal\":null},\"finish_reason\":null}]}\n\n");
    }
  }

  @Test
  void writesFinishChunkApart() {
    assertThat(written(out -> plain.finish("stop", true, out)))
        .isEqualTo(
            START
                + "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\"stop\"}]}\n\n");
  }

  @Test
  void writesUsageNullUntilTheUsageChunk() {
    assertThat(written(counting::role)).endsWith("\"finish_reason\":null}],\"usage\":null}\n\n");
    assertThat(written(out -> counting.finish("length", false, out)))
        .endsWith("\"finish_reason\":\"length\"}],\"usage\":null}\n\n");
    assertThat(written(out -> counting.usage(new Usage(7, 3, 5, 4), out)))
        .isEqualTo(
            START
                + "],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":5,\"total_tokens\":12,"
                + "\"prompt_tokens_details\":{\"cached_tokens\":3,\"cache_write_tokens\":4},"
                + "\"completion_tokens_details\":{\"reasoning_tokens\":0}}}\n\n");
  }

  @Test
  void namesServiceTierWhereAsked() {
    AnswerHead head = new AnswerHead("chatcmpl-1", 1700000000, "m", "fp_1", "flex", null);
    ChunkFormat format = format(head, false, false);
    assertThat(written(format::role)).contains("\"service_tier\":\"flex\",\"choices\":[");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 17, 100, 255, 256, 1000})
  void padsEveryChunkToWholeCells(int length) {
    ChunkFormat format = format(HEAD, true, true);
    try (Text text = Text.ofPublic("x".repeat(length))) {
      String chunk = written(out -> format.content(text, null, out));
      assertThat(chunk.length() % ChunkFormat.CELL_BYTES).isZero();
      assertThat(chunk).matches("(?s).*,\"obfuscation\":\"[A-Za-z0-9_-]*\"}\n\n");
    }
    assertThat(written(format::role).length() % ChunkFormat.CELL_BYTES).isZero();
    assertThat(
            written(out -> format.usage(new Usage(1, 2, 3, 4), out)).length()
                % ChunkFormat.CELL_BYTES)
        .isZero();
  }

  private static ChunkFormat format(AnswerHead head, boolean includesUsage, boolean obfuscates) {
    return new ChunkFormat(
        head,
        includesUsage,
        obfuscates,
        new LogprobsFormat(new SimulatedTokenizer(), 1),
        new SplittableRandom(1));
  }

  private static String written(Consumer<ByteBuf> writing) {
    ByteBuf out = Unpooled.buffer();
    writing.accept(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
