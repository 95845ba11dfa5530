// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.boot;

import io.adyton.attestation.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What steers a process from outside its files: the environment variables that loaders, the Java
 * machine and the native libraries read, and the flags of the Java machine. Immutable.
 */
public final class Steering {
  /** Variables that a launcher of Adyton's may set. Their values are measured all the same. */
  public static final Set<String> DEFAULT_ALLOWED =
      Set.of("GLIBC_TUNABLES", "CUDA_VISIBLE_DEVICES");

  private static final Set<String> NAMES =
      Set.of(
          "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS", "CLASSPATH", "GLIBC_TUNABLES");
  private static final List<String> PREFIXES =
      List.of("LD_", "GGML_", "LLAMA_", "CUDA_", "OMP_", "GOMP_", "KMP_", "MALLOC_");
  private static final List<String> UNSAFE_FLAGS =
      List.of(
          "-javaagent",
          "-agentlib",
          "-agentpath",
          "-Xrun",
          "-Xdebug",
          "-Xbootclasspath",
          "--patch-module",
          "--upgrade-module-path",
          "-XX:+EnableDynamicAgentLoading",
          "-XX:Flags",
          "-XX:VMOptionsFile",
          "-XX:OnError",
          "-XX:OnOutOfMemoryError",
          "-XX:+HeapDumpOnOutOfMemoryError",
          "-Djava.system.class.loader",
          "-Dcom.sun.management.jmxremote");

  private final SortedMap<String, String> variables;
  private final List<String> flags;

  private Steering(SortedMap<String, String> variables, List<String> flags) {
    this.variables = variables;
    this.flags = flags;
  }

  /**
   * Picks what steers out of all variables.
   *
   * @param environment every variable of the process
   * @param flags the flags of the Java machine in their order
   */
  public static Steering of(Map<String, String> environment, List<String> flags) {
    SortedMap<String, String> steering = new TreeMap<>();
    environment.forEach(
        (name, value) -> {
          if (NAMES.contains(name) || PREFIXES.stream().anyMatch(name::startsWith)) {
            steering.put(name, value);
          }
        });
    return new Steering(steering, List.copyOf(flags));
  }

  /** Returns the digest of the variables that steer, with their values. */
  public Bytes environmentDigest() {
    return digest(
        variables.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + entry.getValue())
            .toList());
  }

  /** Returns the digest of the flags. */
  public Bytes flagsDigest() {
    return digest(flags);
  }

  /**
   * Demands that nothing can change what runs behind the measured files. Values are not shown,
   * since a variable may hold a secret.
   *
   * @param allowed names of variables that may be set
   */
  public void requireSafe(Set<String> allowed) throws UnsafeStartException {
    String unlisted =
        variables.keySet().stream()
            .filter(name -> !allowed.contains(name))
            .collect(Collectors.joining(", "));
    if (!unlisted.isEmpty()) {
      throw new UnsafeStartException(
          "a strict start expects none of the variables that change what runs, found %s; unset them"
              .formatted(unlisted));
    }
    for (String flag : flags) {
      for (String unsafe : UNSAFE_FLAGS) {
        if (flag.startsWith(unsafe)) {
          throw new UnsafeStartException(
              "a strict start expects no flag of the Java machine that changes what runs or writes"
                  + " memory out, found %s; leave it out".formatted(unsafe));
        }
      }
    }
  }

  /** Each line ends with a zero, which neither variables nor flags can hold. */
  private static Bytes digest(List<String> lines) {
    String text = lines.stream().map(line -> line + "\0").collect(Collectors.joining());
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8)).digest("SHA-256");
  }
}
