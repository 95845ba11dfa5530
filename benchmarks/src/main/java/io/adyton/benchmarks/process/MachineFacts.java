// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a figure was measured.
 *
 * @param cpu name of the processor
 * @param cores processors the JVM may use
 * @param memoryBytes memory of the machine
 * @param system operating system and kernel
 * @param jvm of the load generator
 * @param jvmFlags of the load generator
 */
public record MachineFacts(
    String cpu, int cores, long memoryBytes, String system, String jvm, List<String> jvmFlags) {

  /** Describes this machine; what it does not say is "unknown" or 0. */
  public static MachineFacts ofThisMachine() {
    return new MachineFacts(
        valueIn("/proc/cpuinfo", "model name"),
        Runtime.getRuntime().availableProcessors(),
        kibibytes(valueIn("/proc/meminfo", "MemTotal")),
        System.getProperty("os.name")
            + " "
            + System.getProperty("os.version")
            + " "
            + System.getProperty("os.arch"),
        System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
        ManagementFactory.getRuntimeMXBean().getInputArguments());
  }

  private static String valueIn(String file, String key) {
    try {
      for (String line : Files.readAllLines(Path.of(file))) {
        int colon = line.indexOf(':');
        if (colon > 0 && line.substring(0, colon).strip().equals(key)) {
          return line.substring(colon + 1).strip();
        }
      }
    } catch (IOException e) {
      return "unknown";
    }
    return "unknown";
  }

  private static long kibibytes(String value) {
    return value.endsWith(" kB")
        ? Long.parseLong(value.substring(0, value.length() - 3)) * 1024
        : 0;
  }
}
