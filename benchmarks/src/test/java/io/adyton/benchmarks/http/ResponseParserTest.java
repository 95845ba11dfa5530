// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseParserTest {
  private final List<String> seen = new ArrayList<>();
  private final ResponseParser parser = new ResponseParser(new Recording(seen));

  @Test
  void readsBodyOfGivenLength() throws ProtocolException {
    parse("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

    assertThat(seen).containsExactly("head 200", "body hello", "end");
    assertThat(parser.keepAlive()).isTrue();
  }

  @Test
  void readsChunkedBodyWithExtensionsAndTrailers() throws ProtocolException {
    parse(
        """
        HTTP/1.1 200 OK\r
        Transfer-Encoding: chunked\r
        \r
        5;a=b\r
        hello\r
        B\r
         wide world\r
        0\r
        Digest: x\r
        \r
        """);

    assertThat(seen).containsExactly("head 200", "body hello", "body  wide world", "end");
  }

  @Test
  void readsBodyThatEndsWithTheConnection() throws ProtocolException {
    parse("HTTP/1.0 200 OK\r\n\r\nhello");

    assertThat(seen).containsExactly("head 200", "body hello");
    assertThat(parser.onClose()).isTrue();
    assertThat(seen).endsWith("end");
    assertThat(parser.keepAlive()).isFalse();
  }

  @Test
  void skipsInterimResponses() throws ProtocolException {
    parse("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");

    assertThat(seen).containsExactly("head 204", "end");
  }

  @Test
  void readsOneResponseAfterAnother() throws ProtocolException {
    parse("HTTP/1.1 429 Slow\r\ncontent-length: 0\r\n\r\nHTTP/1.1 200 OK\r\nconnection: close\r\n");
    parse("content-length: 1\r\n\r\nx");

    assertThat(seen).containsExactly("head 429", "end", "head 200", "body x", "end");
    assertThat(parser.keepAlive()).isFalse();
  }

  @Test
  void saysThatResponseBrokeOff() throws ProtocolException {
    parse("HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhel");

    assertThat(parser.onClose()).isFalse();
    assertThat(seen).doesNotContain("end");
  }

  @Test
  void refusesWhatIsNotHttp() {
    for (String response :
        List.of(
            "SSH-2.0-OpenSSH\r\n",
            "HTTP/1.1 2x0 OK\r\n",
            "HTTP/1.1 200 OK\r\nno colon\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: -5\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nabc\r\n",
            "HTTP/1.1 200 " + "x".repeat(20_000))) {
      assertThatExceptionOfType(ProtocolException.class)
          .as(response.substring(0, 12))
          .isThrownBy(
              () -> new ResponseParser(new Recording(new ArrayList<>())).parse(bytes(response)));
    }
  }

  private void parse(String response) throws ProtocolException {
    parser.parse(bytes(response));
  }

  private static ByteBuffer bytes(String response) {
    return ByteBuffer.wrap(response.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Writes down what the parser says. */
  record Recording(List<String> seen) implements ResponseParser.Sink {
    @Override
    public void onHead(int status) {
      seen.add("head " + status);
    }

    @Override
    public void onBody(ByteBuffer bytes) {
      seen.add("body " + StandardCharsets.ISO_8859_1.decode(bytes));
    }

    @Override
    public void onEnd() {
      seen.add("end");
    }
  }
}
