// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** Java, memory, swap and disk. */
record Machine(Path root, Path dataDirectory) implements Examination {
  private static final int JAVA = 25;
  private static final long LITTLE_MEMORY = Bytes.GIB;
  private static final long LITTLE_DISK = 2 * Bytes.GIB;

  @Override
  public List<Finding> examine() {
    return List.of(java(), memory(), swap(), disk());
  }

  private static Finding java() {
    String text =
        "Java %s (%s), %d processors"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vendor"),
                Runtime.getRuntime().availableProcessors());
    return Runtime.version().feature() == JAVA
        ? Finding.ok("java", text)
        : Finding.warn("java", text, "run Adyton on a JDK " + JAVA + ", which it is tested with");
  }

  private Finding memory() {
    OptionalLong available = meminfo("MemAvailable:");
    OptionalLong total = meminfo("MemTotal:");
    if (available.isEmpty() || total.isEmpty()) {
      return Finding.warn("memory", "unknown: /proc/meminfo cannot be read", "run on Linux");
    }
    String text =
        Bytes.spell(available.getAsLong()) + " of " + Bytes.spell(total.getAsLong()) + " free";
    return available.getAsLong() >= LITTLE_MEMORY
        ? Finding.ok("memory", text)
        : Finding.warn("memory", text, "close other programs, or serve a smaller model");
  }

  private OptionalLong meminfo(String key) {
    for (String line : lines("proc/meminfo")) {
      if (line.startsWith(key)) {
        String kibibytes = line.substring(key.length()).replace("kB", "").strip();
        return OptionalLong.of(Long.parseLong(kibibytes) * 1024);
      }
    }
    return OptionalLong.empty();
  }

  private Finding swap() {
    return lines("proc/swaps").size() <= 1
        ? Finding.ok("swap", "off: what is in memory stays off the disk")
        : Finding.warn(
            "swap",
            "on: prompts held in memory may be written to disk",
            "turn it off with 'swapoff -a', or encrypt it");
  }

  private Finding disk() {
    try {
      Path existing = dataDirectory;
      while (!Files.exists(existing) && existing.getParent() != null) {
        existing = existing.getParent();
      }
      FileStore store = Files.getFileStore(existing);
      String text = Bytes.spell(store.getUsableSpace()) + " free for " + dataDirectory;
      return store.getUsableSpace() >= LITTLE_DISK
          ? Finding.ok("disk", text)
          : Finding.warn("disk", text, "free some space, or choose another --data-dir");
    } catch (IOException e) {
      return Finding.warn(
          "disk", "unknown for " + dataDirectory, "check that the folder can be read");
    }
  }

  private List<String> lines(String file) {
    try {
      return Files.readAllLines(root.resolve(file));
    } catch (IOException e) {
      return List.of();
    }
  }
}
