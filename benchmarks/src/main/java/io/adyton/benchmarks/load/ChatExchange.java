// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.load;

import io.adyton.benchmarks.http.EventLoop;
import io.adyton.benchmarks.http.HttpConnection;
import io.adyton.benchmarks.http.SseParser;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Follows the stream of one answer and tells the recorder what came when. */
final class ChatExchange implements HttpConnection.Exchange {
  /** Is told how the exchange went. */
  interface Owner {
    /** It is over. */
    void ended(ChatExchange exchange, Outcome outcome);

    /** The connection was lost before a byte of the answer came, so it may be tried again. */
    void unanswered(ChatExchange exchange, Outcome.Errored outcome);
  }

  private static final byte[] DONE = "[DONE]".getBytes(StandardCharsets.US_ASCII);

  private final EventLoop loop;
  private final Conversation conversation;
  private final RequestTrace trace;
  private final LevelRecorder recorder;
  private final Owner owner;
  private final SseParser events = new SseParser(this::onEvent);
  private final StringBuilder answer = new StringBuilder();
  private int status;
  private boolean isDone;
  private ChatChunk.@Nullable Usage usage;
  private @Nullable String streamError;

  ChatExchange(
      EventLoop loop,
      Conversation conversation,
      RequestTrace trace,
      LevelRecorder recorder,
      Owner owner) {
    this.loop = loop;
    this.conversation = conversation;
    this.trace = trace;
    this.recorder = recorder;
    this.owner = owner;
  }

  Conversation conversation() {
    return conversation;
  }

  RequestTrace trace() {
    return trace;
  }

  String answer() {
    return answer.toString();
  }

  @Override
  public void onStatus(int responseStatus) {
    status = responseStatus;
  }

  @Override
  public void onBody(ByteBuffer bytes) {
    if (status == 200) {
      events.parse(bytes);
    }
  }

  @Override
  public void onEnd() {
    owner.ended(this, outcome());
  }

  @Override
  public void onFailure(IOException cause) {
    Outcome.Errored outcome = new Outcome.Errored(kindOf(cause));
    if (status == 0) {
      owner.unanswered(this, outcome);
    } else {
      owner.ended(this, outcome);
    }
  }

  private Outcome outcome() {
    if (status != 200) {
      return new Outcome.Errored("http " + status);
    }
    if (streamError != null) {
      return new Outcome.Errored(streamError);
    }
    if (!isDone) {
      return new Outcome.Errored("stream without [DONE]");
    }
    return usage == null
        ? new Outcome.Errored("stream without usage")
        : new Outcome.Completed(usage);
  }

  private void onEvent(byte[] data, int length) {
    if (length == DONE.length && Arrays.equals(data, 0, length, DONE, 0, length)) {
      isDone = true;
      return;
    }
    try {
      ChatChunk chunk = ChatChunk.read(data, length);
      if (chunk.isError()) {
        streamError = "error in stream";
      }
      if (chunk.usage() != null) {
        usage = chunk.usage();
      }
      if (!chunk.text().isEmpty()) {
        answer.append(chunk.text());
        recorder.text(trace, loop.nanoTime());
      }
    } catch (IOException e) {
      streamError = "malformed chunk";
    }
  }

  private static String kindOf(IOException cause) {
    return switch (cause) {
      case ConnectException e -> "connection refused";
      case ProtocolException e -> "malformed response";
      case SSLException e -> "tls";
      case IOException e -> "connection lost";
    };
  }
}
