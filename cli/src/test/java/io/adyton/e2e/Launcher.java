// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.opentest4j.TestAbortedException;

/**
 * The command that {@code ./adyton} ends in, without the building that comes before: the flags of
 * the virtual machine and the settings of the C library are read from the launcher itself, so that
 * what is tested is what is shipped.
 */
final class Launcher {
  private static final Path SCRIPT = Path.of("../adyton");
  private static final Pattern TUNABLES = Pattern.compile("GLIBC_TUNABLES=\"([^$\"]+)");
  private static final Path JAR = Path.of("target/dist/adyton.jar");

  private Launcher() {}

  /** Returns a command line that runs Adyton with {@code arguments}. */
  static List<String> command(List<String> jvmFlags, List<String> arguments) {
    if (!Files.exists(JAR)) {
      throw new TestAbortedException("skipped: Adyton is not packaged; run ./adyton test");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags());
    command.addAll(jvmFlags);
    command.addAll(List.of("-jar", JAR.toAbsolutePath().toString()));
    command.addAll(arguments);
    return command;
  }

  /** Returns the variables that the launcher sets. */
  static Map<String, String> environment() {
    Matcher tunables = TUNABLES.matcher(script());
    return tunables.find() ? Map.of("GLIBC_TUNABLES", tunables.group(1)) : Map.of();
  }

  private static List<String> flags() {
    String script = script();
    String run = script.substring(script.lastIndexOf("exec \"$jdk/bin/java\""));
    return Arrays.stream(run.substring(0, run.indexOf("-jar")).split("\\s+"))
        .filter(word -> word.startsWith("-X") || word.startsWith("-D"))
        .toList();
  }

  private static String script() {
    try {
      return Files.readString(SCRIPT);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
