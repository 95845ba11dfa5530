// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adyton.scheduler.PrefillProgress;
import io.adyton.scheduler.TokenEvent.Usage;
import io.adyton.scheduler.TokenScores;
import io.adyton.scheduler.text.Text;
import io.adyton.server.json.JsonObject;
import io.adyton.server.json.JsonOutput;
import io.netty.buffer.ByteBuf;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of one answer's chunks.
 *
 * <p>With obfuscation every chunk is padded to a multiple of {@link #CELL_BYTES} by a field of
 * random letters, so that an observer of TLS records learns less of the length of a token. Not
 * thread-safe.
 */
final class ChunkFormat {
  /** Padded chunks are as long as a multiple of this. */
  static final int CELL_BYTES = 256;

  static final byte[] DONE = "data: [DONE]\n\n".getBytes(UTF_8);
  static final byte[] KEEP_ALIVE = ": keep-alive\n\n".getBytes(UTF_8);

  private static final byte[] EVENT = "data: ".getBytes(UTF_8);
  private static final byte[] AFTER_CONTENT = "\"},\"logprobs\":".getBytes(UTF_8);
  private static final byte[] END = "}\n\n".getBytes(UTF_8);
  private static final byte[] PADDING = ",\"obfuscation\":\"".getBytes(UTF_8);
  private static final byte[] LETTERS =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_".getBytes(UTF_8);

  private final LogprobsFormat logprobs;
  private final RandomGenerator random;
  private final boolean obfuscates;
  private final byte[] beforeContent;
  private final byte[] afterLogprobs;
  private final byte[] role;
  private final String head;
  private final String usageNull;
  private final String receipt;

  ChunkFormat(
      AnswerHead answer,
      boolean includesUsage,
      boolean obfuscates,
      LogprobsFormat logprobs,
      RandomGenerator random) {
    this.logprobs = logprobs;
    this.random = random;
    this.obfuscates = obfuscates;
    this.receipt =
        answer.receiptId() == null
            ? ""
            : ",\"adyton\":" + new JsonObject().put("receipt_id", answer.receiptId());
    this.usageNull = includesUsage ? ",\"usage\":null" : "";
    JsonObject fields =
        new JsonObject()
            .put("id", answer.id())
            .put("object", "chat.completion.chunk")
            .put("created", answer.createdSeconds())
            .put("model", answer.model())
            .put("system_fingerprint", answer.fingerprint());
    if (answer.serviceTier() != null) {
      fields.put("service_tier", answer.serviceTier());
    }
    String json = fields.toString();
    this.head = json.substring(0, json.length() - 1) + ",\"choices\":[";
    String choice = "{\"index\":0,\"delta\":{";
    String open = ",\"finish_reason\":null}]" + usageNull;
    this.role =
        (head + choice + "\"role\":\"assistant\",\"content\":\"\"},\"logprobs\":null" + open)
            .getBytes(UTF_8);
    this.beforeContent = (head + choice + "\"content\":\"").getBytes(UTF_8);
    this.afterLogprobs = open.getBytes(UTF_8);
  }

  void role(ByteBuf out) {
    int start = begin(out);
    out.writeBytes(role);
    end(start, out);
  }

  void progress(PrefillProgress progress, ByteBuf out) {
    int start = begin(out);
    JsonObject json =
        new JsonObject()
            .put("total", progress.promptTokens())
            .put("cache", progress.cachedTokens())
            .put("processed", progress.computedTokens())
            .put("time_ms", progress.nanos() / 1_000_000);
    String chunk =
        head
            + "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":null}]"
            + usageNull
            + ",\"prompt_progress\":"
            + json;
    out.writeBytes(chunk.getBytes(UTF_8));
    end(start, out);
  }

  void content(Text text, @Nullable TokenScores scores, ByteBuf out) {
    int start = begin(out);
    out.writeBytes(beforeContent);
    JsonOutput.escape(text, out);
    out.writeBytes(AFTER_CONTENT);
    logprobs.write(scores, out);
    out.writeBytes(afterLogprobs);
    end(start, out);
  }

  /** Writes the finish chunk; whichever chunk is the last names the receipt. */
  void finish(String reason, boolean isLast, ByteBuf out) {
    int start = begin(out);
    String chunk =
        head
            + "{\"index\":0,\"delta\":{},\"logprobs\":null,\"finish_reason\":\""
            + reason
            + "\"}]"
            + usageNull
            + (isLast ? receipt : "");
    out.writeBytes(chunk.getBytes(UTF_8));
    end(start, out);
  }

  void usage(Usage usage, ByteBuf out) {
    int start = begin(out);
    out.writeBytes((head + "],\"usage\":" + UsageFormat.json(usage) + receipt).getBytes(UTF_8));
    end(start, out);
  }

  static void error(String json, ByteBuf out) {
    out.writeBytes(EVENT).writeBytes(json.getBytes(UTF_8)).writeByte('\n').writeByte('\n');
  }

  private static int begin(ByteBuf out) {
    int start = out.writerIndex();
    out.writeBytes(EVENT);
    return start;
  }

  private void end(int start, ByteBuf out) {
    if (obfuscates) {
      int length = out.writerIndex() - start + PADDING.length + 1 + END.length;
      out.writeBytes(PADDING);
      for (int missing = Math.floorMod(-length, CELL_BYTES); missing > 0; missing--) {
        out.writeByte(LETTERS[random.nextInt(LETTERS.length)]);
      }
      out.writeByte('"');
    }
    out.writeBytes(END);
  }
}
