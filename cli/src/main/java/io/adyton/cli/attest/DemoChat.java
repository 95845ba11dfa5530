// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.stream.Stream;

/** One streamed chat with a client that knows nothing of attestation. */
final class DemoChat {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DATA = "data: ";
  private static final int OK = 200;
  private static final int MAX_TOKENS = 48;

  private DemoChat() {}

  static void stream(String base, String model, PrintWriter out)
      throws IOException, InterruptedException {
    ObjectNode request = JSON.createObjectNode();
    request.put("model", model).put("stream", true).put("max_completion_tokens", MAX_TOKENS);
    request
        .putArray("messages")
        .addObject()
        .put("role", "user")
        .put("content", "Say hello to whoever verified you.");
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<Stream<String>> response =
          client.send(
              HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
                  .header("content-type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(request.toString()))
                  .build(),
              HttpResponse.BodyHandlers.ofLines());
      if (response.statusCode() != OK) {
        throw new IOException(
            "expected an answer through the proxy, found HTTP status " + response.statusCode());
      }
      for (String line : response.body().toList()) {
        if (line.startsWith(DATA + "{")) {
          out.print(
              JSON.readTree(line.substring(DATA.length()))
                  .at("/choices/0/delta/content")
                  .asText(""));
          out.flush();
        }
      }
      out.println();
    }
  }
}
