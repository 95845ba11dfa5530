// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adyton.scheduler.PrefillProgress;
import io.adyton.scheduler.TokenEvent.Delta;
import io.adyton.scheduler.TokenEvent.Finished;
import io.adyton.scheduler.TokenScores;
import io.adyton.scheduler.text.Text;
import io.adyton.server.http.Exchange;
import io.adyton.server.http.ZeroingAllocator;
import io.adyton.server.json.JsonObject;
import io.adyton.server.json.JsonOutput;
import io.adyton.server.openai.ApiError;
import io.adyton.server.openai.ErrorAnswer;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Speaks an answer as one JSON document, once it is complete. */
public final class WholeAnswer implements Answer {
  private final Exchange exchange;
  private final AnswerHead head;
  private final LogprobsFormat logprobs;
  private final Text content = Text.withCapacity(0);
  private final @Nullable TokenScores scores;

  /** Creates the answer; nothing is sent yet. */
  public WholeAnswer(Exchange exchange, AnswerHead head, LogprobsFormat logprobs) {
    this.exchange = exchange;
    this.head = head;
    this.logprobs = logprobs;
    this.scores = logprobs.alternatives() == TokenScores.NOT_WANTED ? null : new TokenScores();
  }

  @Override
  public void admitted() {}

  @Override
  public boolean tellsProgress() {
    return false;
  }

  @Override
  public void progress(PrefillProgress progress) {}

  @Override
  public void add(Delta delta) {
    content.append(delta.text());
    if (scores != null && delta.scores() != null) {
      scores.append(delta.scores(), 0, delta.scores().size());
    }
  }

  @Override
  public void flush() {}

  @Override
  public void finish(Finished finished) {
    ByteBuf out = ZeroingAllocator.INSTANCE.heapBuffer(content.length() + 1024);
    String fields =
        new JsonObject()
            .put("id", head.id())
            .put("object", "chat.completion")
            .put("created", head.createdSeconds())
            .put("model", head.model())
            .put("system_fingerprint", head.fingerprint())
            .toString();
    write(fields.substring(0, fields.length() - 1), out);
    write(",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"", out);
    JsonOutput.escape(content, out);
    write("\",\"refusal\":null},\"logprobs\":", out);
    logprobs.write(scores, out);
    close();
    write(",\"finish_reason\":\"" + FinishReasons.wireName(finished.reason()) + "\"}]", out);
    write(",\"usage\":" + UsageFormat.json(finished.usage()), out);
    if (head.serviceTier() != null) {
      write(",\"service_tier\":\"" + head.serviceTier() + "\"", out);
    }
    write("}", out);
    exchange
        .response()
        .header("openai-processing-ms", Long.toString(exchange.elapsedNanos() / 1_000_000))
        .send(200, "application/json", out);
  }

  private static void write(String json, ByteBuf out) {
    out.writeBytes(json.getBytes(UTF_8));
  }

  @Override
  public void fail(ApiError error) {
    close();
    ErrorAnswer.send(exchange, error);
  }

  @Override
  public void keepAlive() {}

  @Override
  public boolean followsReader() {
    return false;
  }

  @Override
  public void close() {
    content.close();
    if (scores != null) {
      scores.close();
    }
  }
}
