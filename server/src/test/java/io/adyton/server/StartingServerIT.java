// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.server.api.StartupProgress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;

class StartingServerIT {
  private final StartupProgress progress = new StartupProgress();

  @Test
  void tellsProbesHowFarTheStartIs() throws Exception {
    try (StartingServer server = StartingServer.listen(new Listener("127.0.0.1", 0), progress);
        HttpClient client = HttpClient.newHttpClient()) {
      assertThat(get(client, server, "/livez").statusCode()).isEqualTo(200);
      assertThat(get(client, server, "/readyz").statusCode()).isEqualTo(503);
      assertThat(get(client, server, "/startupz").body())
          .isEqualTo("{\"status\":\"starting\",\"phase\":\"starting\"}");
      progress.reach("fetching", 5, 10);
      HttpResponse<String> startup = get(client, server, "/startupz");
      assertThat(startup.statusCode()).isEqualTo(503);
      assertThat(startup.body())
          .isEqualTo(
              "{\"status\":\"starting\",\"phase\":\"fetching\",\"done_bytes\":5,\"total_bytes\":10}");
      HttpResponse<String> health = get(client, server, "/health");
      assertThat(health.statusCode()).isEqualTo(503);
      assertThat(health.headers().firstValue("retry-after")).contains("1");
      assertThat(health.body())
          .contains("\"message\":\"Loading model", "unavailable_error", "model_loading");
      assertThat(get(client, server, "/v1/models").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void freesItsPortWhenItIsClosed() throws Exception {
    StartingServer server = StartingServer.listen(new Listener("127.0.0.1", 0), progress);
    int port = server.port();
    assertThatThrownBy(() -> StartingServer.listen(new Listener("127.0.0.1", port), progress))
        .isInstanceOf(ListenException.class);
    server.close();
    try (ServerSocket free = new ServerSocket(port)) {
      assertThat(free.isBound()).isTrue();
    }
  }

  private static HttpResponse<String> get(HttpClient client, StartingServer server, String path)
      throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
        BodyHandlers.ofString());
  }
}
