// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.http;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Reads HTTP/1.1 responses (RFC 9112) from bytes that arrive in any pieces.
 *
 * <p>Understands {@code content-length}, chunked bodies and bodies that end with the connection;
 * skips interim (1xx) responses and trailers. A line may have 16 KiB.
 */
final class ResponseParser {
  /** Receives what was read, in order. */
  interface Sink {
    /** The status line and the headers were read. */
    void onHead(int status);

    /** Bytes of the body; valid during the call. */
    void onBody(ByteBuffer bytes);

    /** The response is whole. */
    void onEnd();
  }

  private enum State {
    STATUS_LINE,
    HEADERS,
    LENGTH_BODY,
    ENDLESS_BODY,
    CHUNK_SIZE,
    CHUNK_DATA,
    CHUNK_END,
    TRAILERS
  }

  private static final int LINE_LIMIT_BYTES = 16 << 10;

  private final Sink sink;
  private final byte[] line = new byte[LINE_LIMIT_BYTES];
  private int lineLength;
  private State state = State.STATUS_LINE;
  private int status;
  private long remaining;
  private boolean lengthKnown;
  private boolean chunked;
  private boolean keepAlive;

  ResponseParser(Sink sink) {
    this.sink = sink;
  }

  /** Returns whether the connection may carry another request after the response just read. */
  boolean keepAlive() {
    return keepAlive;
  }

  /** Consumes all of {@code bytes}. */
  void parse(ByteBuffer bytes) throws ProtocolException {
    while (bytes.hasRemaining()) {
      switch (state) {
        case LENGTH_BODY -> takeBody(bytes, State.STATUS_LINE);
        case CHUNK_DATA -> takeBody(bytes, State.CHUNK_END);
        case ENDLESS_BODY -> {
          sink.onBody(bytes.slice());
          bytes.position(bytes.limit());
        }
        case STATUS_LINE, HEADERS, CHUNK_SIZE, CHUNK_END, TRAILERS -> {
          if (lineIsWhole(bytes)) {
            String text = new String(line, 0, lineLength, StandardCharsets.ISO_8859_1);
            lineLength = 0;
            takeLine(text);
          }
        }
      }
    }
  }

  /** Says that the peer closed; returns whether that ended a response as it should. */
  boolean onClose() {
    if (state != State.ENDLESS_BODY) {
      return false;
    }
    end();
    return true;
  }

  private void takeLine(String text) throws ProtocolException {
    switch (state) {
      case STATUS_LINE -> takeStatusLine(text);
      case HEADERS -> {
        if (text.isEmpty()) {
          takeHeadersEnd();
        } else {
          takeHeader(text);
        }
      }
      case CHUNK_SIZE -> takeChunkSize(text);
      case CHUNK_END -> {
        if (!text.isEmpty()) {
          throw new ProtocolException("expected the end of a chunk");
        }
        state = State.CHUNK_SIZE;
      }
      case TRAILERS -> {
        if (text.isEmpty()) {
          end();
        }
      }
      case LENGTH_BODY, ENDLESS_BODY, CHUNK_DATA ->
          throw new IllegalStateException("a body has no lines");
    }
  }

  private void takeStatusLine(String text) throws ProtocolException {
    if (!text.startsWith("HTTP/1.") || text.length() < 12) {
      throw new ProtocolException("expected an HTTP/1.1 status line");
    }
    status = (int) number(text.substring(9, 12), 10);
    remaining = 0;
    lengthKnown = false;
    chunked = false;
    keepAlive = text.startsWith("HTTP/1.1");
    state = State.HEADERS;
  }

  private void takeHeader(String text) throws ProtocolException {
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new ProtocolException("expected a header line");
    }
    String value = text.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
    switch (text.substring(0, colon).toLowerCase(Locale.ROOT)) {
      case "content-length" -> {
        remaining = number(value, 10);
        lengthKnown = true;
      }
      case "transfer-encoding" -> chunked = value.endsWith("chunked");
      case "connection" -> keepAlive = !value.contains("close");
      default -> {}
    }
  }

  private void takeHeadersEnd() {
    if (status < 200) {
      state = State.STATUS_LINE;
      return;
    }
    sink.onHead(status);
    if (chunked) {
      state = State.CHUNK_SIZE;
    } else if (status == 204 || status == 304 || (lengthKnown && remaining == 0)) {
      end();
    } else if (lengthKnown) {
      state = State.LENGTH_BODY;
    } else {
      keepAlive = false;
      state = State.ENDLESS_BODY;
    }
  }

  private void takeChunkSize(String text) throws ProtocolException {
    int extension = text.indexOf(';');
    remaining = number((extension < 0 ? text : text.substring(0, extension)).strip(), 16);
    state = remaining == 0 ? State.TRAILERS : State.CHUNK_DATA;
  }

  private void takeBody(ByteBuffer bytes, State next) {
    int count = (int) Math.min(remaining, bytes.remaining());
    sink.onBody(bytes.slice(bytes.position(), count));
    bytes.position(bytes.position() + count);
    remaining -= count;
    if (remaining > 0) {
      return;
    }
    if (next == State.STATUS_LINE) {
      end();
    } else {
      state = next;
    }
  }

  private void end() {
    state = State.STATUS_LINE;
    sink.onEnd();
  }

  /** Adds bytes up to and with a line feed; returns whether there was one. */
  private boolean lineIsWhole(ByteBuffer bytes) throws ProtocolException {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next == '\n') {
        if (lineLength > 0 && line[lineLength - 1] == '\r') {
          lineLength--;
        }
        return true;
      }
      if (lineLength == LINE_LIMIT_BYTES) {
        throw new ProtocolException("a line of the response exceeds 16 KiB");
      }
      line[lineLength++] = next;
    }
    return false;
  }

  private static long number(String text, int radix) throws ProtocolException {
    try {
      long number = Long.parseLong(text, radix);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Falls through to the one message for whatever is not a count.
    }
    throw new ProtocolException("expected a count in the head of a response or chunk");
  }
}
