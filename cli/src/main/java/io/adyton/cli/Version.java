// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version and the revision this program was built from, written into it by the build. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"adyton " + text()};
  }

  /** Returns version and revision: {@code 0.1.0 (1a2b3c4d5e6f)}. */
  public static String text() {
    Properties properties = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
      if (file != null) {
        properties.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties cannot be read from the jar", e);
    }
    return properties.getProperty("version", "unknown")
        + " ("
        + properties.getProperty("revision", "unknown")
        + ")";
  }
}
