// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.cli.model.Progress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class StartWatchTest {
  private final List<String> heard = new ArrayList<>();

  @Test
  void tellsProbesWhatItPassesOn() throws Exception {
    try (StartWatch watch = StartWatch.on(OptionalInt.of(0), this::begin)) {
      try (Progress.Phase phase = watch.begin("checking", 10)) {
        phase.advanceTo(4);
        assertThat(startup(watch))
            .contains("\"phase\":\"checking\",\"done_bytes\":4,\"total_bytes\":10");
      }
      watch.phase("loading");
      assertThat(startup(watch)).contains("\"phase\":\"loading\"}");
    }
    assertThat(heard).containsExactly("checking of 10", "4", "end");
  }

  @Test
  void onlyPassesOnWithoutAManagementPort() {
    try (StartWatch watch = StartWatch.on(OptionalInt.empty(), this::begin)) {
      watch.begin("checking", 1).close();
      assertThat(watch.port()).isEmpty();
    }
    assertThat(heard).containsExactly("checking of 1", "end");
  }

  private Progress.Phase begin(String name, long totalBytes) {
    heard.add(name + " of " + totalBytes);
    return new Progress.Phase() {
      @Override
      public void advanceTo(long doneBytes) {
        heard.add(Long.toString(doneBytes));
      }

      @Override
      public void close() {
        heard.add("end");
      }
    };
  }

  private static String startup(StartWatch watch) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + watch.port().orElseThrow() + "/startupz");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }
}
