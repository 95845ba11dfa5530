// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The pages name the commands there are: all of them, and no other. */
class CommandPagesTest {
  private static final Path DOCS = Path.of("..", "docs");

  @Test
  void listEveryCommand() throws Exception {
    String page = Files.readString(DOCS.resolve("cli.md"));

    for (Map.Entry<String, CommandLine> command : Main.commandLine().getSubcommands().entrySet()) {
      if (command.getValue().getCommandSpec().usageMessage().hidden()) {
        continue;
      }
      String row =
          page.lines()
              .filter(line -> line.startsWith("| `" + command.getKey()))
              .findFirst()
              .orElse("no row for " + command.getKey());
      assertThat(row).contains("`" + command.getKey());
      for (String inner : command.getValue().getSubcommands().keySet()) {
        assertThat(row).as(command.getKey()).containsPattern("[`, ]" + inner + "`");
      }
    }
  }

  @Test
  void showEveryModelCommandAndNoOther() throws Exception {
    String page = Files.readString(DOCS.resolve("models.md"));
    Set<String> shown =
        Pattern.compile("\\./adyton model ([a-z]+)")
            .matcher(page)
            .results()
            .map(match -> match.group(1))
            .collect(Collectors.toSet());

    assertThat(shown).isEqualTo(subcommands(Main.commandLine(), "model").keySet());
  }

  private static Map<String, CommandLine> subcommands(CommandLine parent, String name) {
    return Objects.requireNonNull(parent.getSubcommands().get(name)).getSubcommands();
  }
}
