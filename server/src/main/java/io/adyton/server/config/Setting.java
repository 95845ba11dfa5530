// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.config;

import java.util.Locale;

/**
 * One line of the table of settings.
 *
 * @param name kebab-case, with a dot between a group and its member: {@code drain.grace}
 * @param type what values it takes
 * @param defaultText the value where nobody gives one, as a user would write it
 * @param description one or two sentences for the help text and the documentation
 * @param <T> what its text becomes
 */
public record Setting<T>(String name, SettingType<T> type, String defaultText, String description) {

  /** Returns the command-line flag: {@code --drain.grace}. */
  public String flag() {
    return "--" + name;
  }

  /** Returns the environment variable: {@code ADYTON_DRAIN__GRACE}. */
  public String environmentVariable() {
    return "ADYTON_" + name.replace(".", "__").replace('-', '_').toUpperCase(Locale.ROOT);
  }
}
