// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** One HTTP/2 connection, with TLS and whatever certificate is shown. Not thread-safe. */
public final class Http2 implements JsonClient {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final URI server;
  private final HttpClient client;

  private Http2(URI server, HttpClient client) {
    this.server = server;
    this.client = client;
  }

  /** Will connect to the host and port of {@code url}. */
  public static Http2 to(URI url) {
    return new Http2(
        url,
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_2)
            .sslContext(AnyCertificate.context())
            .connectTimeout(TIMEOUT)
            .build());
  }

  /** Sends a JSON body by POST and reads the answer, which must come over HTTP/2. */
  @Override
  public RawAnswer post(String path, String json) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path))
            .timeout(TIMEOUT)
            .header("content-type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build();
    try {
      HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
      if (answer.version() != HttpClient.Version.HTTP_2) {
        throw new AssertionError("expected HTTP/2, but the server spoke " + answer.version());
      }
      Map<String, String> headers = new HashMap<>();
      answer.headers().map().forEach((name, values) -> headers.put(name, values.getLast()));
      return new RawAnswer(answer.statusCode(), Map.copyOf(headers), answer.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for an answer");
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
