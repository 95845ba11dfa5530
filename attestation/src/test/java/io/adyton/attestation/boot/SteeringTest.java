// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteeringTest {
  private static final Steering PLAIN = Steering.of(Map.of(), List.of("-Xmx2g"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LD_PRELOAD",
        "LD_LIBRARY_PATH",
        "JAVA_TOOL_OPTIONS",
        "JDK_JAVA_OPTIONS",
        "_JAVA_OPTIONS",
        "GGML_BACKEND_PATH",
        "MALLOC_ARENA_MAX"
      })
  void refusesVariablesThatChangeWhatRuns(String name) {
    Steering steering = Steering.of(Map.of(name, "a secret value"), List.of());

    assertThatThrownBy(() -> steering.requireSafe(Steering.DEFAULT_ALLOWED))
        .isInstanceOf(UnsafeStartException.class)
        .hasMessageContaining(name)
        .hasMessageContaining("unset")
        .hasMessageNotContaining("secret");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-javaagent:/tmp/a.jar",
        "-agentlib:jdwp=transport=dt_socket",
        "--patch-module=java.base=/tmp",
        "-XX:OnError=cp core away",
        "-XX:+HeapDumpOnOutOfMemoryError"
      })
  void refusesFlagsThatChangeWhatRuns(String flag) {
    Steering steering = Steering.of(Map.of(), List.of("-Xmx2g", flag));

    assertThatThrownBy(() -> steering.requireSafe(Set.of()))
        .isInstanceOf(UnsafeStartException.class)
        .hasMessageContaining("leave it out");
  }

  @Test
  void letsVariablesPassThatAreListedOrSteerNothing() {
    Steering steering =
        Steering.of(
            Map.of("GLIBC_TUNABLES", "glibc.malloc.perturb=165", "HOME", "/root", "PATH", "/bin"),
            List.of("-Xmx2g", "-XX:-HeapDumpOnOutOfMemoryError"));

    assertThatCode(() -> steering.requireSafe(Steering.DEFAULT_ALLOWED)).doesNotThrowAnyException();
  }

  @Test
  void measuresValuesOfSteeringVariablesAndNoOthers() {
    Steering home = Steering.of(Map.of("HOME", "/root"), List.of("-Xmx2g"));
    Steering one = Steering.of(Map.of("LD_PRELOAD", "a.so"), List.of("-Xmx2g"));
    Steering other = Steering.of(Map.of("LD_PRELOAD", "b.so"), List.of("-Xmx2g"));

    assertThat(home.environmentDigest()).isEqualTo(PLAIN.environmentDigest());
    assertThat(one.environmentDigest())
        .isNotEqualTo(PLAIN.environmentDigest())
        .isNotEqualTo(other.environmentDigest());
  }

  @Test
  void measuresFlagsInTheirOrderAndDoesNotJoinThem() {
    assertThat(flags("-Xmx2g", "-Xmx1g")).isNotEqualTo(flags("-Xmx1g", "-Xmx2g"));
    assertThat(flags("-Da=b", "c")).isNotEqualTo(flags("-Da=bc"));
  }

  private static Object flags(String... flags) {
    return Steering.of(Map.of(), List.of(flags)).flagsDigest();
  }
}
