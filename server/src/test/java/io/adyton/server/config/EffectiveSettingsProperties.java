// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EffectiveSettingsProperties {
  @Property(tries = 200)
  void meansTheSameAsFlagVariableAndYamlKey(@ForAll("someSettings") Map<String, String> chosen)
      throws Exception {
    EffectiveSettings flags = EffectiveSettings.resolve(chosen, Map.of(), Optional.empty());
    EffectiveSettings environment =
        EffectiveSettings.resolve(Map.of(), asVariables(chosen), Optional.empty());
    EffectiveSettings file =
        EffectiveSettings.resolve(Map.of(), Map.of(), Optional.of(asYaml(chosen)));

    for (Setting<?> setting : Settings.ALL) {
      assertThat(environment.get(setting)).as(setting.name()).isEqualTo(flags.get(setting));
      assertThat(file.get(setting)).as(setting.name()).isEqualTo(flags.get(setting));
    }
    assertThat(environment.digest()).isEqualTo(flags.digest());
    assertThat(file.digest()).isEqualTo(flags.digest());
  }

  @Property(tries = 200)
  void takesFlagBeforeVariableBeforeFileBeforeDefault(
      @ForAll("someSettings") Map<String, String> flags,
      @ForAll("someSettings") Map<String, String> variables,
      @ForAll("someSettings") Map<String, String> keys)
      throws Exception {
    EffectiveSettings settings =
        EffectiveSettings.resolve(flags, asVariables(variables), Optional.of(asYaml(keys)));

    for (EffectiveSettings.Value value : settings.values()) {
      String name = value.setting().name();
      if (flags.containsKey(name)) {
        assertThat(value.source()).isEqualTo(EffectiveSettings.Source.FLAG);
        assertThat(value.text()).isEqualTo(flags.get(name));
      } else if (variables.containsKey(name)) {
        assertThat(value.source()).isEqualTo(EffectiveSettings.Source.ENVIRONMENT);
        assertThat(value.text()).isEqualTo(variables.get(name));
      } else if (keys.containsKey(name)) {
        assertThat(value.source()).isEqualTo(EffectiveSettings.Source.FILE);
        assertThat(value.text()).isEqualTo(keys.get(name));
      } else {
        assertThat(value.source()).isEqualTo(EffectiveSettings.Source.DEFAULT);
      }
    }
  }

  @Provide
  Arbitrary<Map<String, String>> someSettings() {
    return Arbitraries.of(Settings.ALL)
        .set()
        .flatMap(
            chosen -> {
              Arbitrary<Map<String, String>> texts = Arbitraries.just(Map.of());
              for (Setting<?> setting : chosen) {
                texts =
                    net.jqwik.api.Combinators.combine(texts, textOf(setting.type()))
                        .as(
                            (others, text) -> {
                              Map<String, String> all = new LinkedHashMap<>(others);
                              all.put(setting.name(), text);
                              return all;
                            });
              }
              return texts;
            });
  }

  private static Arbitrary<String> textOf(SettingType<?> type) {
    Arbitrary<String> word = Arbitraries.strings().alpha().numeric().ofMinLength(1).ofMaxLength(9);
    return switch (type) {
      case SettingType.WholeNumber number ->
          Arbitraries.longs().between(number.least(), number.most()).map(String::valueOf);
      case SettingType.Line _ -> word;
      case SettingType.Names _ -> word.list().ofMinSize(1).map(names -> String.join(",", names));
      case SettingType.FilePath _ -> word.map(name -> "/" + name);
      case SettingType.Choice choice -> Arbitraries.of(choice.words());
      case SettingType.TimeSpan span ->
          Arbitraries.longs()
              .between(span.least().toMillis(), span.most().toMillis())
              .map(Duration::ofMillis)
              .map(time -> time.toMillis() + "ms");
    };
  }

  private static Map<String, String> asVariables(Map<String, String> chosen) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      String text = chosen.get(setting.name());
      if (text != null) {
        variables.put(setting.environmentVariable(), text);
      }
    }
    return variables;
  }

  private static ConfigFile asYaml(Map<String, String> chosen) throws Exception {
    StringBuilder yaml = new StringBuilder();
    StringBuilder drain = new StringBuilder();
    chosen.forEach(
        (name, text) -> {
          if (name.startsWith("drain.")) {
            drain.append("  ").append(name.substring(6)).append(": \"").append(text).append("\"\n");
          } else {
            yaml.append(name).append(": \"").append(text).append("\"\n");
          }
        });
    if (!drain.isEmpty()) {
      yaml.append("drain:\n").append(drain);
    }
    Path path = Files.createTempFile("adyton", ".yaml");
    try {
      Files.writeString(path, yaml);
      return ConfigFile.read(path);
    } finally {
      Files.delete(path);
    }
  }
}
