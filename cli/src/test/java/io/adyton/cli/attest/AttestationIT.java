// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adyton.attestation.aci.AttestationStatement;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.cli.serve.AdytonRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attestation as its users see it: processes of their own, with the real model. */
class AttestationIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path data;
  @TempDir Path other;

  private AdytonRun serve() throws IOException {
    return AdytonRun.start(
        data, Map.of(), "serve", "--port", "0", "--http", "0", "--model", AdytonRun.model());
  }

  private AdytonRun adyton(String... arguments) throws IOException {
    return AdytonRun.start(other, Map.of(), arguments);
  }

  private static String server(AdytonRun run) throws IOException {
    return run.linesUpTo("ready").getLast().split(" ")[1].replace("/v1", "");
  }

  @Test
  void refusesSimulatedEvidenceUnlessItIsAllowed() throws Exception {
    try (AdytonRun server = serve()) {
      String url = server(server);
      try (AdytonRun verify = adyton("verify", url)) {
        assertThat(verify.out()).contains("refuted  simulated", "--allow-simulated");
        assertThat(verify.status()).isEqualTo(10);
      }
      try (AdytonRun verify = adyton("verify", url, "--allow-simulated")) {
        assertThat(verify.out()).contains("verified: ", "AL0", "proves nothing");
        assertThat(verify.status()).isZero();
      }
    }
  }

  @Test
  void writesVerdictAsJson() throws Exception {
    try (AdytonRun server = serve();
        AdytonRun verify = adyton("verify", server(server), "--allow-simulated", "--json")) {
      JsonNode verdict = JSON.readTree(verify.out());
      assertThat(verdict.path("verdict").asText()).isEqualTo("verified");
      assertThat(verdict.path("level").asInt(-1)).isZero();
      assertThat(verdict.findValuesAsText("id"))
          .contains("nonce", "keys", "certificate", "channel", "weights");
    }
  }

  @Test
  void answersWithReportOfAciOverTheNonceAsked() throws Exception {
    String nonce = "5a".repeat(32);
    try (AdytonRun server = serve()) {
      Matcher plain =
          Pattern.compile("http://[^ ]+/v1").matcher(server.linesUpTo("ready").getLast());
      assertThat(plain.find()).isTrue();
      String url = plain.group() + "/aci/attestation?nonce=";

      HttpResponse<String> answer = get(url + nonce);
      assertThat(answer.statusCode()).isEqualTo(200);
      JsonNode report = JSON.readTree(answer.body());
      AttestationStatement statement =
          new AttestationStatement(
              report.path("workload_keyset_digest").asText(), Optional.of(Bytes.ofHex(nonce)));
      assertThat(report.at("/attestation/report_data").asText())
          .isEqualTo(statement.reportData().hex());
      assertThat(report.at("/attestation/tee_type").asText()).isEqualTo("adyton-simulated");

      assertThat(get(url + nonce.toUpperCase(Locale.ROOT)).statusCode()).isEqualTo(400);
    }
  }

  @Test
  void refusesServerWithOtherWeightsThanThePolicyNames() throws Exception {
    Path policy =
        Files.writeString(
            other.resolve("policy.json"),
            """
            {"adyton_policy":1,"serial":1,"min_level":0,"allow_simulated":true,
             "models":["%s"]}
            """
                .formatted("0".repeat(64)));
    try (AdytonRun server = serve();
        AdytonRun verify = adyton("verify", server(server), "--policy", policy.toString())) {
      assertThat(verify.out()).contains("refused: weights");
      assertThat(verify.status()).isEqualTo(10);
    }
  }

  @Test
  void refusesOlderPolicyThanItSawBefore() throws Exception {
    Path policy = other.resolve("policy.json");
    String text = "{\"adyton_policy\":1,\"serial\":%d,\"min_level\":0,\"allow_simulated\":true}";
    try (AdytonRun server = serve()) {
      String url = server(server);
      Files.writeString(policy, text.formatted(2));
      try (AdytonRun verify = adyton("verify", url, "--policy", policy.toString())) {
        assertThat(verify.status()).isZero();
      }
      Files.writeString(policy, text.formatted(1));
      try (AdytonRun verify = adyton("verify", url, "--policy", policy.toString())) {
        assertThat(verify.status()).isEqualTo(10);
        assertThat(verify.err()).contains("policy-serial: expected serial 2 or higher, found 1");
      }
    }
  }

  @Test
  void passesChatsOfAnyClientToTheVerifiedServer() throws Exception {
    try (AdytonRun server = serve()) {
      String url = server(server);
      try (AdytonRun proxy = adyton("proxy", "--to", url, "--port", "0", "--allow-simulated")) {
        String base = proxy.linesUpTo("ready").getLast().split(" ")[1];
        assertThat(chat(base).statusCode()).isEqualTo(200);

        server.process().destroyForcibly().waitFor();
        HttpResponse<String> refused = chat(base);
        assertThat(refused.statusCode()).isEqualTo(502);
        assertThat(JSON.readTree(refused.body()).at("/error/code").asText())
            .isEqualTo("server_unreachable");
      }
    }
  }

  @Test
  void offersNoProxyToServerThatIsRefused() throws Exception {
    try (AdytonRun server = serve();
        AdytonRun proxy = adyton("proxy", "--to", server(server), "--port", "0")) {
      assertThat(proxy.out()).contains("refused: ").doesNotContain("ready");
      assertThat(proxy.status()).isEqualTo(10);
    }
  }

  @Test
  void saysThatServerWithoutEvidenceCannotBeVerified() throws Exception {
    try (AdytonRun verify = adyton("verify", "https://127.0.0.1:9")) {
      assertThat(verify.status()).isEqualTo(1);
      assertThat(verify.err()).contains("cannot be reached");
    }
    try (AdytonRun verify = adyton("verify", "http://127.0.0.1")) {
      assertThat(verify.status()).isEqualTo(30);
    }
  }

  @Test
  void demonstratesEverythingWithSoftwareTpm() throws Exception {
    try (AdytonRun demo = demo()) {
      String shown = demo.out();
      assertThat(demo.status()).as(demo.err()).isZero();
      assertThat(shown)
          .contains("asserted tpm.attestation-key-activated", "asserted pcr.12", "AL1", "proxy at")
          .doesNotContain("refuted");
    }
  }

  @ParameterizedTest
  @CsvSource({"model, weights", "policy, policy-signature", "quote, tpm.signature", "key, keys"})
  void demonstratesWhichCheckSeesWhatWasChanged(String what, String check) throws Exception {
    try (AdytonRun demo = demo("--tamper", what)) {
      assertThat(demo.out()).contains("refuted  " + check);
      assertThat(demo.status()).isEqualTo(10);
    }
  }

  @Test
  void seesOneFlippedBitOfTheModelAndNothingElse() throws Exception {
    String genuine =
        Bytes.of(Files.readAllBytes(Path.of(AdytonRun.model()))).digest("SHA-256").hex();
    try (AdytonRun demo = demo("--tamper", "model")) {
      List<String> lines = demo.out().lines().toList();
      List<String> refuted = lines.stream().filter(line -> line.contains(" refuted ")).toList();

      assertThat(refuted).singleElement().asString().endsWith(" weights");
      int check = lines.indexOf(refuted.getFirst());
      assertThat(lines.get(check + 1)).contains("expected", genuine);
      assertThat(lines.get(check + 2)).contains("found").doesNotContain(genuine);
    }
    assertThat(data.resolve("demo/altered.gguf")).doesNotExist();
  }

  @Test
  void measuresTheSameProgramTwiceTheSame() throws Exception {
    try (AdytonRun once = adyton("measure");
        AdytonRun again = adyton("measure")) {
      assertThat(once.out()).contains("code ").isEqualTo(again.out());
    }
  }

  private AdytonRun demo(String... more) throws IOException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/swtpm")), "skipped: no swtpm; run ./adyton test");
    List<String> arguments =
        new ArrayList<>(List.of("demo", "--once", "--model", AdytonRun.model()));
    arguments.addAll(List.of(more));
    return AdytonRun.start(data, Map.of(), arguments.toArray(String[]::new));
  }

  private static HttpResponse<String> get(String url) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }
  }

  private static HttpResponse<String> chat(String base) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(base + "/chat/completions"))
              .header("content-type", "application/json")
              .POST(
                  HttpRequest.BodyPublishers.ofString(
                      """
                      {"model":"smollm2-135m-instruct","max_tokens":4,
                       "messages":[{"role":"user","content":"Hello"}]}"""))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
