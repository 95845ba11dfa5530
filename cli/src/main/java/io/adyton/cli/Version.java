// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version and the revision this program was built from, written into it by the build. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    Properties properties = new Properties();
    try (InputStream file = Version.class.getResourceAsStream("version.properties")) {
      if (file != null) {
        properties.load(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties cannot be read from the jar", e);
    }
    return new String[] {
      "adyton "
          + properties.getProperty("version", "unknown")
          + " ("
          + properties.getProperty("revision", "unknown")
          + ")"
    };
  }
}
