// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.http;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads server-sent events (HTML standard, "Server-sent events") from bytes that arrive in any
 * pieces, and hands out the data of each. Comments and other fields are skipped.
 */
public final class SseParser {
  /** Receives the data of one event: its {@code data} lines joined by line feeds. */
  @FunctionalInterface
  public interface Sink {
    /** Takes {@code length} bytes at the start of {@code data}, valid during the call. */
    void onEvent(byte[] data, int length);
  }

  private final Sink sink;
  private byte[] line = new byte[1024];
  private int lineLength;
  private byte[] data = new byte[1024];
  private int dataLength;
  private boolean hasData;
  private boolean afterCarriageReturn;

  /** Creates a parser at the start of a stream. */
  public SseParser(Sink sink) {
    this.sink = sink;
  }

  /** Consumes all of {@code bytes}. */
  public void parse(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      byte next = bytes.get();
      boolean completesLineEnd = afterCarriageReturn && next == '\n';
      afterCarriageReturn = next == '\r';
      if (completesLineEnd) {
        continue;
      }
      if (next == '\n' || next == '\r') {
        endLine();
      } else {
        if (lineLength == line.length) {
          line = Arrays.copyOf(line, line.length * 2);
        }
        line[lineLength++] = next;
      }
    }
  }

  private void endLine() {
    int length = lineLength;
    lineLength = 0;
    if (length == 0) {
      dispatch();
    } else if (isDataField(length)) {
      boolean spaced = length > 5 && line[5] == ' ';
      append(Math.min(length, spaced ? 6 : 5), length);
    }
  }

  private boolean isDataField(int length) {
    return length >= 4
        && line[0] == 'd'
        && line[1] == 'a'
        && line[2] == 't'
        && line[3] == 'a'
        && (length == 4 || line[4] == ':');
  }

  private void append(int from, int to) {
    int needed = dataLength + 1 + to - from;
    if (needed > data.length) {
      data = Arrays.copyOf(data, Math.max(needed, data.length * 2));
    }
    if (hasData) {
      data[dataLength++] = '\n';
    }
    System.arraycopy(line, from, data, dataLength, to - from);
    dataLength += to - from;
    hasData = true;
  }

  private void dispatch() {
    if (hasData) {
      sink.onEvent(data, dataLength);
    }
    dataLength = 0;
    hasData = false;
  }
}
