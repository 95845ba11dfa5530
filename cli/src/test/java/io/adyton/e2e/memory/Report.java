// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts of what was found, by kind of text, form and place. */
record Report(List<Finding> findings) {
  /** Searches the memory of a process and writes what is found below {@code folder}. */
  static Report on(ProcessHandle process, List<Pattern> patterns, Path folder) throws IOException {
    Files.createDirectories(folder);
    try (CoreFile core = CoreFile.of(process, folder)) {
      Report report = new Report(core.find(patterns));
      report.writeTo(folder.resolve("report.md"));
      return report;
    }
  }

  /** Returns how many copies there are of the texts whose group starts with {@code prefix}. */
  long count(String prefix) {
    return findings.stream().filter(found -> found.pattern().group().startsWith(prefix)).count();
  }

  /** Writes a table, and below it what surrounds some of each kind. */
  private void writeTo(Path file) throws IOException {
    Map<String, List<Finding>> kinds =
        findings.stream()
            .collect(
                Collectors.groupingBy(
                    found ->
                        found.pattern().group()
                            + " | "
                            + found.pattern().encoding()
                            + " | "
                            + found.region(),
                    TreeMap::new,
                    Collectors.toList()));
    StringBuilder text = new StringBuilder("| text | form | place | copies |\n|---|---|---|---|\n");
    kinds.forEach(
        (kind, found) ->
            text.append("| ").append(kind).append(" | ").append(found.size()).append(" |\n"));
    kinds.forEach(
        (kind, found) -> {
          text.append("\n## ").append(kind).append("\n\n");
          found.stream()
              .limit(8)
              .forEach(
                  one ->
                      text.append("    ")
                          .append(Long.toHexString(one.address()))
                          .append(' ')
                          .append(one.surroundings())
                          .append('\n'));
        });
    Files.writeString(file, text);
  }
}
