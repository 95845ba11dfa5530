// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ServerConfigTest {
  @Test
  void opensLoopbackWithoutKeyByDefault() {
    ServerConfig.Network network = config(Map.of()).network();

    assertThat(network.address().isLoopbackAddress()).isTrue();
    assertThat(network.tlsPort()).isEqualTo(8443);
    assertThat(network.httpPort()).hasValue(8080);
    assertThat(network.managementPort()).isEmpty();
    assertThat(network.requiresKey()).isFalse();
  }

  @Test
  void needsKeysAndTurnsPlainHttpOffElsewhere() {
    ServerConfig.Network network = config(Map.of("listen", "0.0.0.0")).network();

    assertThat(network.httpPort()).isEmpty();
    assertThat(network.managementPort()).hasValue(9464);
    assertThat(network.requiresKey()).isTrue();
  }

  @Test
  void refusesPlainHttpElsewhere() {
    assertThatThrownBy(() -> config(Map.of("listen", "0.0.0.0", "http", "8080")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("loopback");
  }

  @Test
  void refusesOnePortForBoth() {
    assertThatThrownBy(() -> config(Map.of("port", "9000", "http", "9000")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("both 9000");
  }

  @Test
  void refusesStepThatIsTooSmallForItsRequests() {
    assertThatThrownBy(() -> config(Map.of("batch", "32", "parallel", "64")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("room for one token of each request");
  }

  @Test
  void startsStrictlyWhereTheProcessorIsToSpeak() {
    ServerConfig.Trust silent = config(Map.of()).trust();
    assertThat(silent.processor()).isEmpty();
    assertThat(silent.collateral()).isEmpty();
    assertThat(silent.strict()).isFalse();

    ServerConfig speaking = config(Map.of("evidence", "auto", "collateral", "/srv/collateral"));
    assertThat(speaking.trust().processor()).contains("auto");
    assertThat(speaking.trust().collateral()).contains(Path.of("/srv/collateral"));
    assertThat(speaking.trust().strict()).isTrue();
    assertThat(speaking.network().httpPort()).isEmpty();
  }

  @Test
  void refusesHostNames() {
    assertThatThrownBy(() -> config(Map.of("listen", "example.org")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("IP address");
  }

  @Test
  void canNeedKeysOnLoopbackToo() {
    assertThat(config(Map.of("require-key", "true", "listen", "::1")).network().requiresKey())
        .isTrue();
  }

  @Test
  void waitsForLoadBalancersOnlyWhereTheyCanBe() {
    assertThat(config(Map.of()).drain().acceptGrace()).isZero();
    assertThat(config(Map.of("listen", "0.0.0.0")).drain().acceptGrace()).hasSeconds(5);
    assertThat(config(Map.of("drain.accept-grace", "2s")).drain().acceptGrace()).hasSeconds(2);
  }

  private static ServerConfig config(Map<String, String> flags) {
    return ServerConfig.of(EffectiveSettings.resolve(flags, Map.of(), Optional.empty()));
  }
}
