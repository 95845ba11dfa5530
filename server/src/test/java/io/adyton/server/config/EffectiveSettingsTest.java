// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EffectiveSettingsTest {
  @TempDir Path directory;

  @Test
  void namesNearestKeyForUnknownOne() {
    assertThatThrownBy(() -> resolveYaml("prot: 8443"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("adyton.yaml: 'prot' is not a setting; did you mean 'port'?");
    assertThatThrownBy(() -> resolveYaml("drain:\n  time-out: 5s"))
        .hasMessageContaining("'drain.time-out'")
        .hasMessageContaining("'drain.timeout'");
    assertThatThrownBy(() -> resolveYaml("completely-different: 1"))
        .hasMessageContaining("adyton config explain");
  }

  @Test
  void namesNearestVariableForUnknownOne() {
    assertThatThrownBy(() -> resolveVariables(Map.of("ADYTON_PARALEL", "4")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("'ADYTON_PARALLEL'");
  }

  @Test
  void ignoresVariablesOfKubernetesServiceLinks() {
    EffectiveSettings settings =
        resolveVariables(
            Map.of(
                "ADYTON_SERVICE_HOST", "10.0.0.1",
                "ADYTON_SERVICE_PORT_HTTPS", "8443",
                "ADYTON_PORT", "tcp://10.0.0.1:8443",
                "ADYTON_PORT_8443_TCP_ADDR", "10.0.0.1"));
    assertThat(settings.get(Settings.PORT_TLS)).isEqualTo(8443);
  }

  @ParameterizedTest
  @CsvSource({
    "port, 65536, expected 0 to 65535",
    "port, eight, expected 0 to 65535",
    "port, -1, expected 0 to 65535",
    "port, 99999999999999999999, expected 0 to 65535",
    "split-mode, rows, 'expected one of none, layer, row'",
    "require-key, yes, 'expected one of true, false'",
    "drain.timeout, 45, units ms",
    "drain.timeout, 9h, expected 0s to 3600s",
    "devices, 'a,,b', names separated by commas",
    "model, ' ', one line",
    "data-dir, '', a path"
  })
  void refusesValueOutsideItsTypeWithPlaceAndExpectation(
      String name, String text, String expectation) {
    assertThatThrownBy(
            () -> EffectiveSettings.resolve(Map.of(name, text), Map.of(), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("--" + name + ": ")
        .hasMessageContaining(expectation);
  }

  @ParameterizedTest
  @CsvSource({
    "'port: 1\nport: 2', :2 is no valid YAML",
    "'drain:\n  timeout: 1s\ndrain.timeout: 2s', twice",
    "'port: [', no valid YAML",
    "'- port', keys and values",
    "'port: ~', no value",
    "'port:', expected 0 to 65535",
    "'just text', keys and values"
  })
  void refusesFileThatSaysNothingClear(String yaml, String reason) {
    assertThatThrownBy(() -> resolveYaml(yaml))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("adyton.yaml")
        .hasMessageContaining(reason);
  }

  @Test
  void takesEmptyFileAndListsOfYaml() throws Exception {
    assertThat(resolveYaml("# nothing\n").get(Settings.PARALLEL)).isZero();
    assertThat(resolveYaml("devices:\n  - CUDA0\n  - CUDA1\n").get(Settings.DEVICES))
        .containsExactly("CUDA0", "CUDA1");
  }

  @Test
  void saysWhatToDoAboutFilesThatAreNoText() throws Exception {
    Path latin = Files.write(directory.resolve("latin.yaml"), new byte[] {(byte) 0xff, ':'});

    assertThatThrownBy(() -> ConfigFile.read(latin))
        .hasMessage(latin + " is no text in UTF-8; save it as such");
    assertThatThrownBy(() -> ConfigFile.read(directory))
        .hasMessage(
            "cannot read "
                + directory
                + "; check that it is a file, its owner and its permissions");
  }

  @Test
  void saysThatNamedFileIsMissing() {
    assertThatThrownBy(() -> ConfigFile.read(directory.resolve("absent.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("there is no file");
  }

  @Test
  void findsDataDirectoryFromEnvironment() {
    assertThat(resolveVariables(Map.of("ADYTON_HOME", "/a")).get(Settings.DATA_DIRECTORY))
        .isEqualTo(Path.of("/a"));
    assertThat(
            resolveVariables(Map.of("ADYTON_HOME", "/a", "ADYTON_DATA_DIR", "/b"))
                .get(Settings.DATA_DIRECTORY))
        .isEqualTo(Path.of("/b"));
    assertThat(resolveVariables(Map.of("XDG_DATA_HOME", "/c")).get(Settings.DATA_DIRECTORY))
        .isEqualTo(Path.of("/c/adyton"));
  }

  @Test
  void namesTheVariableThatGaveTheDataDirectory() {
    assertThat(resolveVariables(Map.of("ADYTON_HOME", "/a")).values())
        .filteredOn(value -> value.setting().equals(Settings.DATA_DIRECTORY))
        .extracting(EffectiveSettings.Value::source, EffectiveSettings.Value::origin)
        .containsExactly(tuple(EffectiveSettings.Source.ENVIRONMENT, "ADYTON_HOME"));
  }

  @Test
  void changesDigestWithMeaningAndNotWithSpelling() {
    String digest = resolveFlag("drain.timeout", "60s").digest();
    assertThat(resolveFlag("drain.timeout", "1m").digest()).isEqualTo(digest);
    assertThat(resolveFlag("drain.timeout", "61s").digest()).isNotEqualTo(digest);
  }

  private static EffectiveSettings resolveFlag(String name, String text) {
    return EffectiveSettings.resolve(Map.of(name, text), Map.of(), Optional.empty());
  }

  private static EffectiveSettings resolveVariables(Map<String, String> variables) {
    return EffectiveSettings.resolve(Map.of(), variables, Optional.empty());
  }

  private EffectiveSettings resolveYaml(String yaml) throws Exception {
    Path path = Files.writeString(directory.resolve("adyton.yaml"), yaml);
    return EffectiveSettings.resolve(Map.of(), Map.of(), Optional.of(ConfigFile.read(path)));
  }
}
