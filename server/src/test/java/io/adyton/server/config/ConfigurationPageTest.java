// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code -Dadyton.docs.write=true} writes the page instead of checking it. */
class ConfigurationPageTest {
  private static final Path PAGE = Path.of("..", "docs", "configuration.md");

  @Test
  void showsTheTableOfSettings() throws Exception {
    String expected = page();
    if (Boolean.getBoolean("adyton.docs.write")) {
      Files.writeString(PAGE, expected);
    }
    assertThat(Files.readString(PAGE))
        .as("docs/configuration.md; -Dadyton.docs.write=true on this test writes it anew")
        .isEqualTo(expected);
  }

  private static String page() {
    StringBuilder page =
        new StringBuilder(
            """
            # Configuration

            Every setting can be given in three ways that mean the same. A flag is taken before an
            environment variable, a variable before `adyton.yaml`, and that before the default:

            ```sh
            adyton serve --drain.timeout 1m
            ADYTON_DRAIN__TIMEOUT=1m adyton serve
            ```

            ```yaml
            drain:
              timeout: 1m
            ```

            The file is the one named by `--config` (or `ADYTON_CONFIG`), else `adyton.yaml` in the
            current folder, if there is one. A name that is not in the table below is an error
            that names the nearest one. `adyton config explain` shows each value and where it came
            from, and the digest of them all.

            | flag and key | variable | values | default | |
            |---|---|---|---|---|
            """);
    for (Setting<?> setting : Settings.ALL) {
      page.append(
          "| `--%s` | `%s` | %s | %s | %s |\n"
              .formatted(
                  setting.name(),
                  setting.environmentVariable(),
                  setting.type().expected(),
                  setting.defaultText().isEmpty() ? "" : "`" + setting.defaultText() + "`",
                  setting.description()));
    }
    page.append(
        """

        A few variables are read before any setting, by `./adyton` itself: `ADYTON_JAVA_HOME` names
        the JDK to use, `ADYTON_JDK_PATH` the folders to look for one in, `ADYTON_JAVA_OPTS` further
        options for Java. `ADYTON_HOME` is the data directory where no setting names one, and
        `ADYTON_TRACE=1` prints where a fault of Adyton's happened.
        """);
    return page.toString();
  }
}
