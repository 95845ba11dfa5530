// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** A module: the packages it holds and those of other modules that it may use. */
enum Room {
  NATIVE_BINDINGS(List.of("llama", "cuda", "gguf"), List.of()),
  ATTESTATION(List.of("attestation"), List.of()),
  SCHEDULER(List.of("scheduler"), List.of("llama")),
  PROVENANCE(List.of("provenance"), List.of("attestation", "gguf")),
  GOVERNANCE(List.of("governance"), List.of("attestation", "provenance")),
  SERVER(
      List.of("server"), List.of("scheduler", "attestation", "provenance", "governance", "cuda")),
  CLIENT(List.of("client"), List.of("attestation", "provenance")),
  BENCHMARKS(
      List.of("benchmarks"),
      List.of(
          "llama",
          "cuda",
          "gguf",
          "attestation",
          "scheduler",
          "provenance",
          "governance",
          "server",
          "client")),
  CLI(List.of("cli"), Stream.concat(BENCHMARKS.mayUse.stream(), Stream.of("benchmarks")).toList());

  private final List<String> holds;
  private final List<String> mayUse;

  Room(List<String> holds, List<String> mayUse) {
    this.holds = holds;
    this.mayUse = mayUse;
  }

  /** Returns patterns for the packages of this room in the house under {@code root}. */
  String[] packages(String root) {
    return patterns(root, holds.stream());
  }

  /** Returns patterns for the packages this room must not use. */
  String[] forbidden(String root) {
    return patterns(
        root,
        Arrays.stream(values())
            .flatMap(room -> room.holds.stream())
            .filter(name -> !holds.contains(name) && !mayUse.contains(name)));
  }

  /** Returns the room that holds {@code packageName}, or none. */
  static Stream<Room> holding(String root, String packageName) {
    return Arrays.stream(values())
        .filter(
            room ->
                room.holds.stream()
                    .map(name -> root + "." + name)
                    .anyMatch(
                        name -> packageName.equals(name) || packageName.startsWith(name + ".")));
  }

  private static String[] patterns(String root, Stream<String> names) {
    return names.map(name -> root + "." + name + "..").toArray(String[]::new);
  }
}
