// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.e2e.http.RawHttp;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The search sees what there is to see; without this its zeroes would mean nothing. */
class MemorySearchIT {
  private static final int CHATS = 20;

  @Test
  void findsWhatAnOrdinaryServerLeaves() throws IOException {
    Process control =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-XX:CompressedClassSpaceSize=32m",
                "-cp",
                System.getProperty("java.class.path"),
                OrdinaryServer.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = control.inputReader()) {
      URI url = URI.create("http://127.0.0.1:" + lines.readLine());
      List<Pattern> patterns = new ArrayList<>();
      for (int i = 0; i < CHATS; i++) {
        try (RawHttp connection = RawHttp.to(url)) {
          connection.post("/", "{\"messages\":[{\"content\":\"" + Marks.mark(i) + "\"}]}");
        }
        for (Encoding encoding : Encoding.values()) {
          encoding
              .of(Marks.mark(i))
              .forEach(bytes -> patterns.add(new Pattern("prompt", encoding.name(), bytes)));
        }
      }

      assertThat(
              Report.on(control.toHandle(), patterns, Path.of("target/e2e/control"))
                  .count("prompt"))
          .isGreaterThan(CHATS);
    } finally {
      control.destroy();
    }
  }
}
