// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every library whose version the build manages has a line that says why it is here. */
class DependenciesPageTest {
  private static final Pattern MANAGED =
      Pattern.compile("<dependencyManagement>(.*)</dependencyManagement>", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("<artifactId>(.*?)</artifactId>");

  @Test
  void namesEveryManagedLibrary() throws Exception {
    String page = Files.readString(Path.of("../docs/dependencies.md"));
    List<String> managed =
        MANAGED
            .matcher(Files.readString(Path.of("../pom.xml")))
            .results()
            .flatMap(section -> NAME.matcher(section.group(1)).results())
            .map(name -> name.group(1))
            .toList();

    assertThat(managed).isNotEmpty();
    assertThat(page).contains(managed.stream().map(name -> "`" + name + "`").toList());
  }
}
