// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;

/**
 * What lies where in a process, by {@code /proc/PID/smaps} names and the size of what is mapped.
 */
final class MemoryMap {
  private static final long STACK_BYTES_AT_MOST = 9L << 20;

  private final TreeMap<Long, Region> regions = new TreeMap<>(Long::compareUnsigned);

  private MemoryMap() {}

  static MemoryMap of(ProcessHandle process) throws IOException {
    MemoryMap map = new MemoryMap();
    List<String> lines = Files.readAllLines(Path.of("/proc/" + process.pid() + "/maps"));
    for (String line : lines) {
      String[] fields = line.split("\\s+", 6);
      String[] range = fields[0].split("-");
      long start = Long.parseUnsignedLong(range[0], 16);
      long end = Long.parseUnsignedLong(range[1], 16);
      map.regions.put(start, new Region(end, name(fields, end - start)));
    }
    return map;
  }

  /** Returns a name for what lies at an address. */
  String region(long address) {
    var entry = regions.floorEntry(address);
    return entry == null || Long.compareUnsigned(address, entry.getValue().end()) >= 0
        ? "unmapped when listed"
        : entry.getValue().name();
  }

  private static String name(String[] fields, long bytes) {
    if (fields.length == 6 && !fields[5].isEmpty()) {
      return fields[5].startsWith("[") ? fields[5] : Path.of(fields[5]).getFileName().toString();
    }
    return (bytes <= STACK_BYTES_AT_MOST ? "small" : "large")
        + " anonymous mapping "
        + fields[1]
        + " of "
        + (bytes >> 10)
        + " KiB";
  }

  private record Region(long end, String name) {}
}
