// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

import io.adyton.server.config.Settings;
import java.nio.file.Path;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;

/** Gives a command the flags that say which data directory it works on. */
public final class DataDirectoryFlag implements IModelTransformer {
  @Override
  public CommandSpec transform(CommandSpec command) {
    SettingFlags.addConfig(command);
    SettingFlags.add(command, Settings.DATA_DIRECTORY);
    return command;
  }

  /** Returns the data directory a parsed command works on. */
  public static Path read(CommandSpec command) {
    return SettingFlags.read(command).get(Settings.DATA_DIRECTORY);
  }
}
