// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class MainTest {
  @TempDir Path directory;

  private record Result(int status, String out, String err) {}

  private static Result run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(args);
    return new Result(status, out.toString(), err.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "'', a command is missing",
    "serv, serv",
    "key, 'key new, ls or rm'",
    "key new --tenant, --tenant",
    "key rm, ID",
    "help serv, 'Unknown subcommand ''serv''; '",
    "chat --max-tokens 0, 'expected 1 or more, got 0'",
    "config explain --prot 1, --port",
    "config explain --port 70000, 'expected 0 to 65535, got ''70000'''"
  })
  void answersMisuseWithOneSentenceAndStatus30(String line, String hint) {
    Result result = run(line.isEmpty() ? new String[0] : line.split(" "));

    assertThat(result.status()).isEqualTo(30);
    assertThat(result.err()).startsWith("adyton: ").contains(hint).hasLineCount(1);
    assertThat(result.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bench report FILE, is no report of format 1",
    "bench report FILE.absent, No such file",
    "bench loop --model FILE, is no valid model",
    "bench jmh NoSuchBenchmark, no benchmark has such a name"
  })
  void measuresNothingWithWhatIsNoReportAndNoModel(String line, String hint) throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "neither of them");
    Result result = run(line.replace("FILE", file.toString()).split(" "));

    assertThat(result.status()).isEqualTo(30);
    assertThat(result.err()).startsWith("adyton: ").contains(hint).hasLineCount(1);
  }

  static Stream<CommandLine> everyCommand() {
    return withSubcommands(Main.commandLine());
  }

  private static Stream<CommandLine> withSubcommands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().distinct().flatMap(MainTest::withSubcommands));
  }

  @ParameterizedTest
  @MethodSource("everyCommand")
  void describesEveryCommandAndOption(CommandLine command) {
    var spec = command.getCommandSpec();
    assertThat(spec.usageMessage().description()).as(spec.qualifiedName()).isNotEmpty();
    assertThat(spec.options())
        .allSatisfy(
            option -> assertThat(option.description()).as(option.longestName()).isNotEmpty());
    assertThat(spec.positionalParameters())
        .allSatisfy(
            parameter ->
                assertThat(parameter.description()).as(parameter.paramLabel()).isNotEmpty());
  }

  @Test
  void issuesListsAndRevokesKeysWithoutServer() {
    String data = directory.resolve("data").toString();

    Result issued = run("key", "new", "laptop", "--tenant", "research", "--data-dir", data);
    assertThat(issued.status()).isZero();
    assertThat(issued.out()).matches("sk-adyton-[0-9a-f]{8}-[0-9a-f]{48}\n");
    String id = issued.out().substring("sk-adyton-".length(), "sk-adyton-".length() + 8);

    assertThat(run("key", "ls", "--data-dir", data).out())
        .contains(id, "laptop", "research", "accepted");
    assertThat(run("key", "rm", id, "--data-dir", data).out()).isEqualTo("revoked " + id + "\n");
    assertThat(run("key", "ls", "--json", "--data-dir", data).out()).contains("\"revoked\" : \"2");

    Result unknown = run("key", "rm", "nobody", "--data-dir", data);
    assertThat(unknown.status()).isEqualTo(10);
    assertThat(unknown.err()).contains("no key has the id 'nobody'").hasLineCount(1);
  }

  @Test
  void explainsWhereEachValueCameFrom() throws Exception {
    Path file = Files.writeString(directory.resolve("a.yaml"), "parallel: 3\n");
    Result result = run("config", "explain", "--config", file.toString(), "--port", "9443");

    assertThat(result.status()).isZero();
    assertThat(result.out().lines())
        .anyMatch(line -> line.matches("port +9443 +--port"))
        .anyMatch(line -> line.matches("parallel +3 +" + file))
        .anyMatch(line -> line.matches("batch +512 +default"))
        .anyMatch(line -> line.matches("digest [0-9a-f]{64}"));
    assertThat(run("config", "explain", "--json", "--port", "9443").out())
        .contains("\"digest\"", "\"source\" : \"flag\"");
  }

  @Test
  void saysWhatToDoAboutUnusableDataDirectory() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "not a directory");
    Result result = run("key", "ls", "--data-dir", file.resolve("below").toString());

    assertThat(result.status()).isEqualTo(1);
    assertThat(result.err()).contains(file.toString()).hasLineCount(1);
    assertThat(List.of(result.err().split(" "))).doesNotContain("fault");
  }
}
