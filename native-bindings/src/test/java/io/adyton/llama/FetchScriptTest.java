// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The build step that brings the native libraries, on copies of what is committed. */
class FetchScriptTest {
  private static final List<String> FILES =
      List.of("fetch.sh", "package.json", "package-lock.json", ".npmrc", "natives.sha256");
  private static final List<String> TOOLS =
      List.of("dirname", "basename", "grep", "sha256sum", "mkdir", "cmp", "cp", "rm", "cut", "cat");

  @TempDir private Path directory;
  private Path natives;
  private Path out;

  @BeforeEach
  void copyCommitted() throws IOException {
    natives = Files.createDirectory(directory.resolve("natives"));
    out = directory.resolve("target/native");
    for (String file : FILES) {
      Files.copy(Path.of("natives", file), natives.resolve(file));
    }
  }

  @Test
  void bringsEveryFileAndThenOnlyChecks() throws IOException {
    assertThat(fetch(Map.of())).isEqualTo(new ToolRun(0, ""));
    try (Stream<Path> files = Files.list(out.resolve("linux-arm64"))) {
      assertThat(files).hasSize(NativeManifest.packaged().files("linux-arm64").size());
    }

    assertThat(fetch(withoutNpm())).isEqualTo(new ToolRun(0, ""));
  }

  @Test
  void bringsAnewWhatWasAlteredSince() throws IOException {
    fetch(Map.of());
    Path library = out.resolve("linux-x64/libggml-base.so");
    Files.writeString(library, "altered");

    assertThat(fetch(Map.of()).exitCode()).isZero();

    assertThat(Files.size(library)).isGreaterThan(100_000);
  }

  @Test
  void saysInOneSentenceThatNpmIsMissing() throws IOException {
    ToolRun run = fetch(withoutNpm());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).hasLineCount(1).contains("npm was not found").contains("Node.js");
  }

  @Test
  void failsWhereNpmSkipsAPackageOfOtherIntegrity() throws IOException {
    replace("package-lock.json", "\"integrity\": \"sha512-5", "\"integrity\": \"sha512-6");

    ToolRun run = fetch(Map.of());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output()).contains("npm delivered no linux-x64/libggml-base.so");
  }

  @Test
  void failsWhereAFileHasAnotherDigest() throws IOException {
    String line = Files.readAllLines(natives.resolve("natives.sha256")).getFirst();
    String other = (line.charAt(0) == '0' ? '1' : '0') + line.substring(1);
    replace("natives.sha256", line, other);

    ToolRun run = fetch(Map.of());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output())
        .contains("has SHA-256 " + line.substring(0, 64))
        .contains("expects " + other.substring(0, 64));
    assertThat(out.resolve("linux-arm64")).doesNotExist();
  }

  private ToolRun fetch(Map<String, String> environment) {
    return ToolRun.of(
        List.of(
            "/bin/sh",
            natives.resolve("fetch.sh").toString(),
            natives.toString(),
            out.toString(),
            "linux-x64",
            "linux-arm64"),
        environment);
  }

  private void replace(String file, String from, String to) throws IOException {
    Path path = natives.resolve(file);
    String content = Files.readString(path);
    assertThat(content).contains(from);
    Files.writeString(path, content.replace(from, to));
  }

  /** Returns a search path with every tool the script uses but npm. */
  private Map<String, String> withoutNpm() throws IOException {
    Path tools = Files.createDirectories(directory.resolve("tools"));
    for (String tool : TOOLS) {
      for (String place : List.of("/usr/bin", "/bin")) {
        Path program = Path.of(place, tool);
        if (Files.exists(program) && Files.notExists(tools.resolve(tool))) {
          Files.createSymbolicLink(tools.resolve(tool), program);
        }
      }
    }
    return Map.of("PATH", tools.toString());
  }
}
