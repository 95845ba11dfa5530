// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

import io.adyton.server.config.ConfigFile;
import io.adyton.server.config.EffectiveSettings;
import io.adyton.server.config.Setting;
import io.adyton.server.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives a command a flag for every setting, and reads what came of them. */
public final class SettingFlags implements IModelTransformer {
  private static final String CONFIG = "--config";
  private static final Path FILE_IN_CURRENT_FOLDER = Path.of("adyton.yaml");

  @Override
  public CommandSpec transform(CommandSpec command) {
    addConfig(command);
    Settings.ALL.forEach(setting -> add(command, setting));
    return command;
  }

  static void addConfig(CommandSpec command) {
    command.addOption(
        OptionSpec.builder(CONFIG)
            .paramLabel("FILE")
            .type(String.class)
            .description(
                "The configuration file. By default the one ADYTON_CONFIG names, else adyton.yaml"
                    + " in the current folder, if there is one.")
            .build());
  }

  static void add(CommandSpec command, Setting<?> setting) {
    String standard =
        setting.defaultText().isEmpty() ? "" : " Default: " + setting.defaultText() + ".";
    command.addOption(
        OptionSpec.builder(setting.flag())
            .paramLabel(setting.type().placeholder())
            .type(String.class)
            .description((setting.description() + standard).replace("%", "%%"))
            .build());
  }

  /**
   * Resolves every setting from the flags of a parsed command, the environment and the file.
   *
   * @throws io.adyton.server.config.ConfigException if one of them is wrong
   */
  public static EffectiveSettings read(CommandSpec command) {
    Map<String, String> environment = System.getenv();
    Map<String, String> flags = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      flag(command, setting.flag()).ifPresent(text -> flags.put(setting.name(), text));
    }
    Optional<Path> path =
        flag(command, CONFIG)
            .or(() -> Optional.ofNullable(environment.get("ADYTON_CONFIG")))
            .map(Path::of)
            .or(() -> Optional.of(FILE_IN_CURRENT_FOLDER).filter(Files::exists));
    return EffectiveSettings.resolve(flags, environment, path.map(ConfigFile::read));
  }

  /** Settings are text; an option of the same name but another type is the command's own. */
  private static Optional<String> flag(CommandSpec command, String name) {
    OptionSpec option = command.findOption(name);
    return option != null && option.getValue() instanceof String text
        ? Optional.of(text)
        : Optional.empty();
  }
}
