// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.command;

import io.adyton.cli.CommandGroup;
import io.adyton.cli.Json;
import io.adyton.cli.JsonFlag;
import io.adyton.cli.SettingFlags;
import io.adyton.cli.Table;
import io.adyton.server.config.EffectiveSettings;
import io.adyton.server.config.ServerConfig;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code adyton config}. */
@Command(
    name = "config",
    description = "Show the configuration.",
    subcommands = ConfigCommand.Explain.class)
final class ConfigCommand extends CommandGroup {
  /** {@code adyton config explain}. */
  @Command(
      name = "explain",
      description =
          "Show every setting, its value and where it came from: a flag, else a variable, else the"
              + " file, else the default. Takes the flags of 'serve'.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      modelTransformer = SettingFlags.class)
  static final class Explain implements Runnable {
    @Spec private CommandSpec spec;

    @Mixin private JsonFlag json = new JsonFlag();

    @Override
    public void run() {
      EffectiveSettings settings = SettingFlags.read(spec);
      ServerConfig config = ServerConfig.of(settings);
      if (json.isGiven()) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (EffectiveSettings.Value value : settings.values()) {
          values.put(
              value.setting().name(),
              Map.of(
                  "value", value.text(),
                  "source", value.source().name().toLowerCase(Locale.ROOT),
                  "origin", value.origin()));
        }
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("settings", values);
        document.put("digest", config.digest());
        spec.commandLine().getOut().println(Json.write(document));
        return;
      }
      List<List<String>> rows = new ArrayList<>();
      for (EffectiveSettings.Value value : settings.values()) {
        rows.add(List.of(value.setting().name(), value.text(), value.origin()));
      }
      Table.print(spec.commandLine().getOut(), List.of("SETTING", "VALUE", "FROM"), rows);
      spec.commandLine().getOut().println("digest " + config.digest());
    }
  }
}
