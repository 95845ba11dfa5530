// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code adyton serve} as a process of its own, with the real model. */
class ServeIT {
  private static final Pattern READY =
      Pattern.compile(
          "ready (https://127\\.0\\.0\\.1:\\d+/v1) (http://127\\.0\\.0\\.1:\\d+/v1)"
              + " model smollm2-135m-instruct sha256:[0-9a-f]{64}");

  @TempDir Path data;

  private AdytonRun serve(String... more) throws IOException {
    List<String> arguments =
        new java.util.ArrayList<>(
            List.of("serve", "--port", "0", "--http", "0", "--model", AdytonRun.model()));
    arguments.addAll(List.of(more));
    return AdytonRun.start(data, Map.of(), arguments.toArray(String[]::new));
  }

  private AdytonRun adyton(String... arguments) throws IOException {
    return AdytonRun.start(data, Map.of(), arguments);
  }

  @Test
  void saysWhereItListensAnswersAndLeavesOnSigterm() throws Exception {
    try (AdytonRun server = serve()) {
      List<String> lines = server.linesUpTo("ready");
      Matcher ready = READY.matcher(lines.getLast());
      assertThat(ready.matches()).as(lines.getLast()).isTrue();
      assertThat(lines)
          .contains("Open without a key, on this machine only.")
          .contains("export OPENAI_BASE_URL=" + ready.group(2) + " OPENAI_API_KEY=none")
          .anyMatch(line -> line.contains("AL0"));
      assertThat(chat(ready.group(2), "none").statusCode()).isEqualTo(200);

      server.process().destroy();
      assertThat(server.status()).isZero();
      assertThat(data.resolve("admin.sock")).doesNotExist();
    }
  }

  @Test
  void takesKeysFromTheCommandLineWhileItRuns() throws Exception {
    try (AdytonRun server = serve("--require-key", "true")) {
      Matcher ready = READY.matcher(server.linesUpTo("ready").getLast());
      assertThat(ready.matches()).isTrue();
      String url = ready.group(2);
      try (AdytonRun issued = adyton("key", "new", "laptop")) {
        String key = issued.out();
        assertThat(chat(url, key).statusCode()).isEqualTo(200);
        assertThat(chat(url, "none").statusCode()).isEqualTo(401);

        String id = key.substring("sk-adyton-".length()).substring(0, 8);
        try (AdytonRun revoked = adyton("key", "rm", id)) {
          assertThat(revoked.out()).isEqualTo("revoked " + id);
        }
        assertThat(chat(url, key).statusCode()).isEqualTo(401);
      }
    }
  }

  @Test
  void isFoundByChatAndDoctor() throws Exception {
    try (AdytonRun server = serve()) {
      String ready = server.linesUpTo("ready").getLast();
      try (AdytonRun chat = adyton("chat", "--max-tokens", "8")) {
        chat.process().getOutputStream().write("Say hello.\n".getBytes(StandardCharsets.UTF_8));
        chat.process().getOutputStream().close();
        assertThat(chat.out()).isNotBlank();
        assertThat(chat.status()).isZero();
      }
      try (AdytonRun doctor = adyton("doctor")) {
        assertThat(doctor.out())
            .contains("used by process " + server.process().pid())
            .contains(ready.split(" ", 3)[1]);
      }
    }
  }

  @Test
  void refusesDataDirectoryOfAnotherServerAndNamesIt() throws Exception {
    try (AdytonRun first = serve()) {
      first.linesUpTo("ready");
      try (AdytonRun second = serve()) {
        assertRefusal(second, 10, "in use by process " + first.process().pid());
      }
    }
  }

  @Test
  void usesDirectoryOfAServerThatWasKilled() throws Exception {
    try (AdytonRun killed = serve()) {
      killed.linesUpTo("ready");
      killed.process().destroyForcibly().waitFor();
    }
    assertThat(data.resolve("admin.sock")).exists();
    try (AdytonRun keys = adyton("key", "ls")) {
      assertThat(keys.status()).isZero();
    }
    try (AdytonRun next = serve()) {
      assertThat(next.linesUpTo("ready")).isNotEmpty();
    }
  }

  @Test
  void namesPortThatIsTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        AdytonRun server =
            adyton(
                "serve",
                "--http",
                "0",
                "--port",
                "" + taken.getLocalPort(),
                "--model",
                AdytonRun.model())) {
      assertRefusal(server, 1, "port " + taken.getLocalPort(), "--port");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "serve --prot 1, 30, --port",
    "serve --listen example.org, 30, IP address",
    "serve --listen 0.0.0.0 --http 8080, 30, loopback",
    "serve --config absent.yaml, 30, absent.yaml",
    "serve --port 0 --http 0 --model absent.gguf, 30, absent.gguf",
    "serve --port 0 --http 0 --model no-such-model, 30, no-such-model",
    "chat --url 127.0.0.1, 30, http://127.0.0.1:8080/v1",
    "chat --url http://127.0.0.1:9/v1, 1, nothing answers"
  })
  void answersMistakesWithOneSentence(String line, int status, String hint) throws Exception {
    try (AdytonRun run = adyton(line.split(" "))) {
      run.process().getOutputStream().close();
      assertRefusal(run, status, hint);
    }
  }

  @Test
  void refusesFileThatIsNoModel() throws Exception {
    Path file = Files.writeString(data.resolve("fake.gguf"), "GGUF and then nothing");
    try (AdytonRun server =
        adyton("serve", "--port", "0", "--http", "0", "--model", file.toString())) {
      assertRefusal(server, 10, "model_rejected");
    }
  }

  @Test
  void refusesVariableThatIsNoSetting() throws Exception {
    try (AdytonRun server =
        AdytonRun.start(data, Map.of("ADYTON_PARALEL", "2"), "config", "explain")) {
      assertRefusal(server, 30, "ADYTON_PARALLEL");
    }
  }

  private static void assertRefusal(AdytonRun run, int status, String... parts) throws Exception {
    assertThat(run.status()).as(run.err()).isEqualTo(status);
    List<String> sentences =
        run.err().lines().filter(line -> !line.startsWith("{\"phase\"")).toList();
    assertThat(sentences).hasSize(1);
    assertThat(sentences.getFirst()).startsWith("adyton: ").contains(parts);
  }

  private static HttpResponse<String> chat(String url, String key) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url + "/chat/completions"))
              .header("content-type", "application/json")
              .header("authorization", "Bearer " + key)
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      """
                      {"model":"smollm2-135m-instruct","max_tokens":4,
                       "messages":[{"role":"user","content":"Hello"}]}\
                      """))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
