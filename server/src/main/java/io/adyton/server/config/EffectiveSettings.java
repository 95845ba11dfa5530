// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The value of every setting and where it came from: a flag, else an environment variable, else the
 * file, else the default. Immutable; every value has been checked against its type.
 */
public final class EffectiveSettings {
  /** Variables that begin with {@code ADYTON_} and are no settings. */
  private static final Set<String> OTHER_VARIABLES =
      Set.of(
          "ADYTON_HOME",
          "ADYTON_CONFIG",
          "ADYTON_TRACE",
          "ADYTON_JAVA_HOME",
          "ADYTON_JAVA_OPTS",
          "ADYTON_JDK_PATH");

  /** What Kubernetes puts into every container when a service is called adyton. */
  private static final Pattern SERVICE_LINK =
      Pattern.compile("ADYTON_(SERVICE_HOST|SERVICE_PORT.*|PORT_[0-9]+_.*)");

  private static final Pattern SERVICE_ADDRESS = Pattern.compile("(tcp|udp|sctp)://.*");

  /** Where a value came from, strongest first. */
  public enum Source {
    /** The command line. */
    FLAG,
    /** The environment. */
    ENVIRONMENT,
    /** The configuration file. */
    FILE,
    /** Nobody gave one. */
    DEFAULT
  }

  /**
   * One value.
   *
   * @param setting what it is of
   * @param text the value as it was written
   * @param source what kind of place it came from
   * @param origin that place in words: {@code --port}, {@code ADYTON_PORT}, a path
   */
  public record Value(Setting<?> setting, String text, Source source, String origin) {}

  private final Map<Setting<?>, Value> values;

  private EffectiveSettings(Map<Setting<?>, Value> values) {
    this.values = values;
  }

  /**
   * Resolves every setting.
   *
   * @param flags text by setting name, as given on the command line
   * @param environment all variables of the process
   * @param file the configuration file, if there is one
   * @throws ConfigException for an unknown name or a value of the wrong type
   */
  public static EffectiveSettings resolve(
      Map<String, String> flags, Map<String, String> environment, Optional<ConfigFile> file) {
    refuseUnknownVariables(environment);
    file.ifPresent(EffectiveSettings::refuseUnknownKeys);
    Map<Setting<?>, Value> values = new LinkedHashMap<>();
    for (Setting<?> setting : Settings.ALL) {
      Value value = choose(setting, flags, environment, file);
      check(value);
      values.put(setting, value);
    }
    return new EffectiveSettings(values);
  }

  /** Returns the value of a setting. */
  public <T> T get(Setting<T> setting) {
    return setting.type().parse(value(setting).text());
  }

  /** Returns whether anyone gave a value. */
  public boolean isGiven(Setting<?> setting) {
    return value(setting).source() != Source.DEFAULT;
  }

  /** Returns every value, in the order of {@link Settings#ALL}. */
  public List<Value> values() {
    return List.copyOf(values.values());
  }

  /**
   * Returns the SHA-256 digest, in hexadecimal, of all names and values. It depends on what the
   * values mean, not on how or where they were written.
   */
  public String digest() {
    String text =
        values.keySet().stream()
            .map(setting -> setting.name() + "=" + get(setting) + "\n")
            .sorted()
            .collect(Collectors.joining());
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  private Value value(Setting<?> setting) {
    Value value = values.get(setting);
    if (value == null) {
      throw new IllegalArgumentException(setting.name() + " is not in the table of settings");
    }
    return value;
  }

  private static Value choose(
      Setting<?> setting,
      Map<String, String> flags,
      Map<String, String> environment,
      Optional<ConfigFile> file) {
    String flag = flags.get(setting.name());
    if (flag != null) {
      return new Value(setting, flag, Source.FLAG, setting.flag());
    }
    String variable = environment.get(setting.environmentVariable());
    if (variable != null && !SERVICE_ADDRESS.matcher(variable).matches()) {
      return new Value(setting, variable, Source.ENVIRONMENT, setting.environmentVariable());
    }
    if (file.isPresent()) {
      String text = file.get().values().get(setting.name());
      if (text != null) {
        return new Value(setting, text, Source.FILE, file.get().path().toString());
      }
    }
    return setting.equals(Settings.DATA_DIRECTORY)
        ? standardDataDirectory(environment)
        : new Value(setting, setting.defaultText(), Source.DEFAULT, "default");
  }

  private static Value standardDataDirectory(Map<String, String> environment) {
    String home = environment.get("ADYTON_HOME");
    if (home != null && !home.isBlank()) {
      return new Value(
          Settings.DATA_DIRECTORY,
          Path.of(home).toAbsolutePath().toString(),
          Source.ENVIRONMENT,
          "ADYTON_HOME");
    }
    String dataHome = environment.get("XDG_DATA_HOME");
    Path folder =
        dataHome != null && dataHome.startsWith("/")
            ? Path.of(dataHome)
            : Path.of(System.getProperty("user.home"), ".local", "share");
    return new Value(
        Settings.DATA_DIRECTORY, folder.resolve("adyton").toString(), Source.DEFAULT, "default");
  }

  private static void check(Value value) {
    try {
      value.setting().type().parse(value.text());
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          value.source() == Source.FILE
              ? value.origin() + ": " + value.setting().name() + ": " + e.getMessage()
              : value.origin() + ": " + e.getMessage());
    }
  }

  private static void refuseUnknownKeys(ConfigFile file) {
    List<String> known = Settings.ALL.stream().map(Setting::name).toList();
    for (String key : file.values().keySet()) {
      if (!known.contains(key)) {
        throw unknown(file.path() + ": ", key, known);
      }
    }
  }

  private static void refuseUnknownVariables(Map<String, String> environment) {
    List<String> known = new ArrayList<>(OTHER_VARIABLES);
    Settings.ALL.forEach(setting -> known.add(setting.environmentVariable()));
    for (String variable : environment.keySet()) {
      if (variable.startsWith("ADYTON_")
          && !known.contains(variable)
          && !SERVICE_LINK.matcher(variable).matches()) {
        throw unknown("environment: ", variable, known);
      }
    }
  }

  private static ConfigException unknown(String place, String name, List<String> known) {
    return new ConfigException(
        place
            + "'"
            + name
            + "' is not a setting"
            + Nearest.to(name, known)
                .map(nearest -> "; did you mean '" + nearest + "'?")
                .orElse("; 'adyton config explain' lists them all."));
  }
}
