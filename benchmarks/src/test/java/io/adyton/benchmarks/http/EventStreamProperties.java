// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Streams mean the same however the network cuts them. */
class EventStreamProperties {

  @Property(tries = 300)
  void readsTheSameEventsHoweverBytesAreCut(
      @ForAll("events") List<String> events,
      @ForAll("lineEnds") String lineEnd,
      @ForAll @IntRange(min = 1, max = 40) int piece)
      throws ProtocolException {
    StringBuilder body = new StringBuilder();
    for (String event : events) {
      body.append(": comment").append(lineEnd).append("event: x").append(lineEnd);
      event.lines().forEach(line -> body.append("data: ").append(line).append(lineEnd));
      body.append(lineEnd);
    }

    assertThat(read(chunked(body.toString(), piece), piece)).isEqualTo(events);
  }

  @Property(tries = 300)
  void survivesAnyBytes(@ForAll byte[] noise) {
    List<String> events = new ArrayList<>();
    new SseParser((data, length) -> events.add(text(data, length))).parse(ByteBuffer.wrap(noise));

    assertThat(events).hasSizeLessThanOrEqualTo(noise.length);
  }

  /** Sends the response in pieces of {@code piece} bytes through both parsers. */
  private static List<String> read(byte[] response, int piece) throws ProtocolException {
    List<String> events = new ArrayList<>();
    SseParser sse = new SseParser((data, length) -> events.add(text(data, length)));
    ResponseParser http =
        new ResponseParser(
            new ResponseParser.Sink() {
              @Override
              public void onHead(int status) {}

              @Override
              public void onBody(ByteBuffer bytes) {
                sse.parse(bytes);
              }

              @Override
              public void onEnd() {
                events.add("end");
              }
            });
    for (int at = 0; at < response.length; at += piece) {
      http.parse(ByteBuffer.wrap(response, at, Math.min(piece, response.length - at)));
    }
    assertThat(events).endsWith("end");
    return events.subList(0, events.size() - 1);
  }

  private static byte[] chunked(String body, int size) {
    StringBuilder response =
        new StringBuilder("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    for (int at = 0; at < bytes.length; at += size) {
      int count = Math.min(size, bytes.length - at);
      response.append(Integer.toHexString(count)).append("\r\n");
      response.append(new String(bytes, at, count, StandardCharsets.ISO_8859_1)).append("\r\n");
    }
    return response.append("0\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String text(byte[] data, int length) {
    return new String(data, 0, length, StandardCharsets.UTF_8);
  }

  @Provide
  Arbitrary<List<String>> events() {
    Arbitrary<String> line =
        Arbitraries.strings()
            .withChars("ab{}:\" é€")
            .ofMinLength(1)
            .ofMaxLength(30)
            .map(text -> "x" + text);
    return line.list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(lines -> String.join("\n", lines))
        .list()
        .ofMaxSize(8);
  }

  @Provide
  Arbitrary<String> lineEnds() {
    return Arbitraries.of("\n", "\r\n", "\r");
  }
}
