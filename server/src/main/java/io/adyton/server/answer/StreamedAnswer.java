// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.answer;

import io.adyton.scheduler.PrefillProgress;
import io.adyton.scheduler.TokenEvent.Delta;
import io.adyton.scheduler.TokenEvent.Finished;
import io.adyton.server.http.ResponseWriter;
import io.adyton.server.http.ZeroingAllocator;
import io.adyton.server.openai.ApiError;
import io.adyton.server.openai.ChatCompletionRequest.StreamOptions;
import io.netty.buffer.ByteBuf;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Speaks an answer as server-sent events: role, progress where asked for, contents, finish, usage
 * where asked for, {@code [DONE]}. The head is sent at admission; the role comes with the first
 * progress or content.
 */
public final class StreamedAnswer implements Answer {
  private static final String MEDIA_TYPE = "text/event-stream; charset=utf-8";
  private static final int USUAL_BYTES = 1024;

  private final ResponseWriter writer;
  private final ChunkFormat format;
  private final boolean includesUsage;
  private final boolean tellsProgress;
  private boolean roleSent;
  private @Nullable ByteBuf pending;

  /** Creates the answer; nothing is sent yet. */
  public StreamedAnswer(
      ResponseWriter writer,
      AnswerHead head,
      StreamOptions options,
      LogprobsFormat logprobs,
      RandomGenerator random) {
    this.writer = writer;
    this.includesUsage = options.includeUsage();
    this.tellsProgress = options.returnProgress();
    this.format =
        new ChunkFormat(
            head, options.includeUsage(), options.includeObfuscation(), logprobs, random);
  }

  @Override
  public void admitted() {
    writer.header("cache-control", "no-cache").header("x-accel-buffering", "no").open(MEDIA_TYPE);
  }

  @Override
  public boolean tellsProgress() {
    return tellsProgress;
  }

  @Override
  public void progress(PrefillProgress progress) {
    ByteBuf out = pending();
    speakRole(out);
    format.progress(progress, out);
  }

  @Override
  public void add(Delta delta) {
    ByteBuf out = pending();
    speakRole(out);
    format.content(delta.text(), delta.scores(), out);
  }

  private ByteBuf pending() {
    if (pending == null) {
      pending = ZeroingAllocator.INSTANCE.heapBuffer(USUAL_BYTES);
    }
    return pending;
  }

  private void speakRole(ByteBuf out) {
    if (!roleSent) {
      roleSent = true;
      format.role(out);
    }
  }

  @Override
  public void flush() {
    if (pending != null) {
      ByteBuf out = pending;
      pending = null;
      writer.write(out);
    }
  }

  @Override
  public void finish(Finished finished) {
    ByteBuf out = pending();
    pending = null;
    speakRole(out);
    format.finish(FinishReasons.wireName(finished.reason()), !includesUsage, out);
    if (includesUsage) {
      format.usage(finished.usage(), out);
    }
    writer.end(out, true, buffer(ChunkFormat.DONE));
  }

  @Override
  public void fail(ApiError error) {
    ByteBuf out = pending();
    pending = null;
    ByteBuf farewell = ZeroingAllocator.INSTANCE.heapBuffer(USUAL_BYTES);
    ChunkFormat.error(error.toJson(), farewell);
    writer.end(out, false, farewell);
  }

  @Override
  public void keepAlive() {
    writer.write(buffer(ChunkFormat.KEEP_ALIVE));
  }

  private static ByteBuf buffer(byte[] bytes) {
    return ZeroingAllocator.INSTANCE.heapBuffer(bytes.length).writeBytes(bytes);
  }

  @Override
  public boolean followsReader() {
    return true;
  }

  @Override
  public void close() {
    if (pending != null) {
      pending.release();
      pending = null;
    }
  }
}
