// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.cli.serve.AdytonRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code adyton chat} at a pseudo-terminal, with a server of its own and the real model. */
class ChatTerminalIT {
  private static final Path SCRIPT = Path.of("src", "test", "python", "chat_terminal.py");

  @TempDir Path data;

  @Test
  void stopsTheAnswerOnCtrlCAndLeavesOnCtrlD() throws Exception {
    List<String> command = new ArrayList<>(List.of("python3", SCRIPT.toString()));
    command.addAll(
        AdytonRun.command("chat", "--data-dir", data.toString(), "--model", AdytonRun.model()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed).endsWith("ok\n");
  }
}
