// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adyton.cli.serve.AdytonRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A receipt as its reader sees it: from the real model's answer to the verdict on a file. */
class ReceiptIT {
  @TempDir Path data;
  @TempDir Path files;

  private final HttpClient client = HttpClient.newHttpClient();

  private static String url(AdytonRun server) throws IOException {
    for (String word : server.linesUpTo("ready").getLast().split(" ")) {
      if (word.startsWith("http://")) {
        return word;
      }
    }
    throw new AssertionError("no plain address");
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String chat(boolean stream) {
    return """
        {"model":"smollm2-135m-instruct","max_tokens":8,"seed":7,"stream":%b,
         "messages":[{"role":"user","content":"Say hello."}]}"""
        .formatted(stream);
  }

  /** Asks, stores answer, request and receipt, and returns the answer. */
  private HttpResponse<String> ask(String url, String body) throws Exception {
    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(URI.create(url + "/chat/completions"))
                .header("content-type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    String id = answer.headers().firstValue("adyton-receipt-id").orElseThrow();
    HttpResponse<String> receipt =
        send(HttpRequest.newBuilder(URI.create(url + "/receipts/" + id)));
    assertThat(receipt.statusCode()).isEqualTo(200);
    Files.writeString(files.resolve("request.json"), body);
    Files.writeString(files.resolve("body.txt"), answer.body());
    Files.writeString(files.resolve("receipt.json"), receipt.body());
    return answer;
  }

  private AdytonRun verify(String... more) throws IOException {
    String[] arguments = new String[6 + more.length];
    arguments[0] = "verify";
    arguments[1] = files.resolve("receipt.json").toString();
    arguments[2] = "--response";
    arguments[3] = files.resolve("body.txt").toString();
    arguments[4] = "--request";
    arguments[5] = files.resolve("request.json").toString();
    System.arraycopy(more, 0, arguments, 6, more.length);
    return AdytonRun.start(files, Map.of(), arguments);
  }

  private void assertHolds() throws Exception {
    try (AdytonRun verify = verify("--allow-simulated")) {
      String out = verify.out();
      assertThat(verify.status()).as(out + verify.err()).isZero();
      assertThat(out)
          .contains("asserted response", "asserted log.inclusion", "asserted weights")
          .contains("unknown  certificate", "simulated evidence proves nothing");
    }
  }

  @Test
  void leadsFromAnswersToTheWeightsOfferedOffline() throws Exception {
    try (AdytonRun server =
        AdytonRun.start(
            data, Map.of(), "serve", "--port", "0", "--http", "0", "--model", AdytonRun.model())) {
      String url = url(server);

      HttpResponse<String> whole = ask(url, chat(false));
      assertThat(whole.headers().map())
          .containsKeys("content-digest", "signature", "signature-input");
      assertHolds();
      try (AdytonRun refused = verify()) {
        assertThat(refused.status()).isEqualTo(10);
        assertThat(refused.out()).contains("refuted  evidence.simulated");
      }
      Files.writeString(files.resolve("body.txt"), whole.body().replace("hello", "bye") + " ");
      try (AdytonRun refused = verify("--allow-simulated")) {
        assertThat(refused.out()).contains("refuted  response");
        assertThat(refused.status()).isEqualTo(10);
      }

      HttpResponse<String> streamed = ask(url, chat(true));
      assertThat(streamed.body()).contains("\n\n: adyton-receipt ", "\"adyton\":{\"receipt_id\":");
      assertHolds();

      HttpResponse<String> error = ask(url, "{}");
      assertThat(error.statusCode()).isEqualTo(400);
      JsonNode receipt =
          new ObjectMapper().readTree(Files.readString(files.resolve("receipt.json")));
      assertThat(receipt.at("/receipt/inclusion/index").asInt()).isEqualTo(2);
      try (AdytonRun verify = verify("--allow-simulated")) {
        assertThat(verify.status()).isZero();
      }
    }
  }
}
