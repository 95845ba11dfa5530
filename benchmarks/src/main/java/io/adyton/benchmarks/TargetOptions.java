// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.adyton.benchmarks.http.Endpoint;
import io.adyton.benchmarks.http.TrustedServers;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Which server to reach, and how. */
final class TargetOptions {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--url",
      defaultValue = "http://127.0.0.1:8080/v1",
      description = "base URL of the API (default: ${DEFAULT-VALUE})")
  private URI url = URI.create("http://127.0.0.1:8080/v1");

  @Option(
      names = "--api-key",
      defaultValue = "${env:OPENAI_API_KEY:-}",
      description = "sent as bearer token (default: $OPENAI_API_KEY)")
  private String apiKey = "";

  @Option(
      names = "--ca",
      paramLabel = "FILE.pem",
      description = "trust servers with these certificates (default: those the JDK trusts)")
  private @Nullable Path certificates;

  @Option(
      names = "--trust-any-certificate",
      description = "trust every server; for one with a certificate of its own making")
  private boolean trustAnyCertificate;

  String url() {
    return url.toString();
  }

  String apiKey() {
    return apiKey;
  }

  Endpoint endpoint() {
    try {
      return Endpoint.of(url);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--url: " + e.getMessage(), e);
    }
  }

  /** Returns the context for TLS, absent where the URL asks for none. */
  @Nullable SSLContext tls() throws IOException, GeneralSecurityException {
    if (!endpoint().tls()) {
      return null;
    }
    if (trustAnyCertificate) {
      return TrustedServers.trustAnyCertificate();
    }
    return certificates == null ? TrustedServers.ofJdk() : TrustedServers.ofPem(certificates);
  }

  /**
   * Asks the server for the name of its first model.
   *
   * @throws ParameterException if it does not say
   */
  String firstModel() throws IOException, GeneralSecurityException, InterruptedException {
    HttpClient.Builder builder = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
    SSLContext tls = tls();
    if (tls != null) {
      builder.sslContext(tls);
    }
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url.toString().replaceAll("/+$", "") + "/models"))
            .header("authorization", "Bearer " + apiKey)
            .timeout(PATIENCE)
            .build();
    try (HttpClient client = builder.connectTimeout(PATIENCE).build()) {
      HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
      String name = new ObjectMapper().readTree(answer.body()).at("/data/0/id").asText();
      if (answer.statusCode() != 200 || name.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(),
            "asked %s for its models and got status %d without one; name a model with --model"
                .formatted(url, answer.statusCode()));
      }
      return name;
    }
  }
}
