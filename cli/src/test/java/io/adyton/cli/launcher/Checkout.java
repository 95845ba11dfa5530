// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A checkout with the real launcher on a machine that has the usual small tools and nothing else: a
 * JDK, Maven and npm are added as scripts that say how they were called.
 */
final class Checkout {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "awk",
          "basename",
          "cat",
          "cut",
          "date",
          "dirname",
          "find",
          "getconf",
          "grep",
          "head",
          "ln",
          "mkdir",
          "mv",
          "pwd",
          "readlink",
          "rm",
          "rmdir",
          "sed",
          "sleep",
          "sort",
          "tee",
          "touch",
          "tr",
          "uname",
          "wc",
          "xargs");
  private static final List<Path> FOLDERS = List.of(Path.of("/usr/bin"), Path.of("/bin"));

  private final Path machine;
  private final Path root;
  private final Path tools;

  record Result(int status, String out, String err) {}

  private Checkout(Path machine) {
    this.machine = machine;
    this.root = machine.resolve("check out");
    this.tools = machine.resolve("tools");
  }

  static Checkout on(Path machine) throws IOException {
    Checkout checkout = new Checkout(machine);
    Files.createDirectories(checkout.tools);
    for (String tool : TOOLS) {
      for (Path folder : FOLDERS) {
        Path real = folder.resolve(tool);
        Path wrapper = checkout.tools.resolve(tool);
        if (Files.exists(real) && !Files.exists(wrapper)) {
          program(wrapper, "exec " + real + " \"$@\"");
        }
      }
    }
    Files.createDirectories(checkout.root);
    Files.copy(Path.of("..", "adyton"), checkout.script());
    for (String file : List.of("pom.xml", "cli/pom.xml", "cli/src/main/java/A.java")) {
      checkout.write(file, "");
    }
    Files.createDirectories(checkout.root.resolve(".mvn"));
    return checkout;
  }

  Path root() {
    return root;
  }

  Path script() {
    return root.resolve("adyton");
  }

  void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  /** Adds a JDK whose java prints its arguments, one a line, and knows where every model lies. */
  Path addJdk(String folder, String version) throws IOException {
    Path jdk = machine.resolve(folder);
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    program(jdk.resolve("bin/javac"), "");
    program(
        jdk.resolve("bin/java"),
        """
        case " $* " in
          *' model path '*) echo /models/blob ;;
          *' model pull '*) ;;
          *) for word; do echo "$word"; done ;;
        esac
        """);
    return jdk;
  }

  /** Adds an npm and a Maven that counts its runs and lays out what the launcher starts. */
  void addBuildTools() throws IOException {
    addNpm();
    addMaven("mkdir -p cli/target/dist && : >cli/target/dist/adyton.jar");
  }

  void addNpm() throws IOException {
    program(tools.resolve("npm"), "");
  }

  void addMaven(String action) throws IOException {
    program(tools.resolve("mvn"), "echo built >>'" + machine + "/builds'\n" + action);
  }

  int builds() throws IOException {
    Path builds = machine.resolve("builds");
    return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
  }

  /** Runs the launcher with no JDK in sight but those in {@code jdkPath}. */
  Result run(Path jdkPath, String... arguments) throws IOException, InterruptedException {
    return run(script(), Map.of("ADYTON_JDK_PATH", jdkPath.toString()), arguments);
  }

  Result run(Path launcher, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", launcher.toString()));
    command.addAll(List.of(arguments));
    Path out = machine.resolve("out");
    Path err = machine.resolve("err");
    ProcessBuilder builder = new ProcessBuilder(command).directory(machine.toFile());
    builder.environment().clear();
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("HOME", machine.resolve("home").toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IllegalStateException("the launcher did not end: " + Files.readString(err));
    }
    return new Result(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private static void program(Path path, String text) throws IOException {
    Files.writeString(path, "#!/bin/sh\n" + text + "\n");
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
