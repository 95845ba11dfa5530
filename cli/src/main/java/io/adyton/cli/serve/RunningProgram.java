// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import io.adyton.attestation.boot.MeasuredProgram;
import io.adyton.attestation.boot.StartEvent;
import io.adyton.attestation.boot.StartEvent.Kind;
import io.adyton.attestation.boot.Steering;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.llama.LibraryDescription;
import io.adyton.llama.NativeFile;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The program that runs: its jars, its native libraries, and what steers them. */
public final class RunningProgram {
  private static final String AOT_CACHE = "-XX:AOTCache=";

  private RunningProgram() {}

  /** Returns flags and variables of this process. */
  public static Steering steering() {
    return Steering.of(System.getenv(), flags());
  }

  /** Returns the flags of the Java machine in their order. */
  static List<String> flags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  /**
   * Measures the program: jars and prepared classes, flags, variables and settings, then the native
   * libraries.
   *
   * @param settings digest of the settings in effect
   */
  public static List<StartEvent> measure(Bytes settings, LibraryDescription natives)
      throws IOException {
    List<StartEvent> events =
        new ArrayList<>(new MeasuredProgram(jars(), steering(), settings).measure());
    for (NativeFile file : natives.loaded()) {
      events.add(new StartEvent(Kind.NATIVE, file.name(), Bytes.ofHex(file.sha256())));
    }
    return events;
  }

  /** Every jar of the class path with those beside it that it names, and the AOT cache. */
  private static List<Path> jars() throws IOException {
    List<Path> jars = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (Files.isRegularFile(path)) {
        jars.add(path);
        Path library = path.resolveSibling("lib");
        if (Files.isDirectory(library)) {
          try (Stream<Path> beside = Files.list(library)) {
            beside.filter(file -> file.toString().endsWith(".jar")).forEach(jars::add);
          }
        }
      }
    }
    flags().stream()
        .filter(flag -> flag.startsWith(AOT_CACHE))
        .map(flag -> Path.of(flag.substring(AOT_CACHE.length())))
        .filter(Files::isRegularFile)
        .forEach(jars::add);
    return jars;
  }
}
