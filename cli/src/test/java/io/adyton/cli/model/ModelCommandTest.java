// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.cli.UserError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelCommandTest {
  @TempDir private Path directory;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void showsWhatAFileIs() throws Exception {
    Path file = TestModel.write(directory.resolve("tiny.gguf"));
    assertThat(run("show", file.toString())).isZero();
    assertThat(out)
        .hasToString(
            """
            name          tiny
            title         Tiny
            architecture  llama
            quantization  F32
            parameters    27,072
            tensors       20 (15 Q8_0, 5 F32)
            blocks        2
            context       128 tokens
            embedding     32
            vocabulary    265 tokens
            template      none: chats are rendered as ChatML
            license       apache-2.0
            source        file
            path          %s
            size          %,d bytes
            digest        sha256:%s
            """
                .formatted(file, TestModel.bytes().length, TestModel.sha256()));
  }

  @Test
  void showsTheSameAsJson() throws Exception {
    Path file = TestModel.write(directory.resolve("tiny.gguf"));
    assertThat(run("show", "--json", file.toString())).isZero();
    assertThat(out.toString())
        .contains("\"architecture\" : \"llama\"", "\"sha256\" : \"" + TestModel.sha256() + "\"")
        .doesNotContain("template");
  }

  @Test
  void namesTheReasonWhenAFileIsNoModel() throws Exception {
    Path file = Files.writeString(directory.resolve("text.gguf"), "no model at all");
    assertThat(run("show", file.toString())).isEqualTo(10);
    assertThat(err)
        .hasToString(
            file
                + " is no valid model (not_gguf): The file does not start with the bytes 'GGUF', so"
                + " it is no model file.");
  }

  @Test
  void listsTheCatalogWithLicences() {
    assertThat(run("ls")).isZero();
    assertThat(out)
        .hasToString(
            """
            NAME                   STATE    SIZE      LICENCE     SHA-256       SOURCE
            smollm2-135m-instruct  to pull  98.4 MB   apache-2.0  b179c9523d0e  catalog
            gemma3-270m            to pull  253.1 MB  gemma       a5fd3b62230a  catalog
            """);
  }

  @Test
  void listsAModelWhoseFileIsGoneAsToPull() throws Exception {
    ModelStore store = ModelStore.open(directory.resolve("data"));
    StoredModel model = new StoredModel("tiny", "ab".repeat(32), 4, "catalog", "mit", "2026-03-01");
    store.add(model, Files.writeString(directory.resolve("complete"), "GGUF"));
    assertThat(run("ls")).isZero();
    assertThat(out.toString()).containsPattern("tiny +here");

    Files.delete(store.path(model));
    assertThat(run("ls")).isZero();
    assertThat(out.toString()).containsPattern("tiny +to pull");
  }

  @Test
  void refusesToShowATemplateThatIsNotThere() throws Exception {
    Path file = TestModel.write(directory.resolve("tiny.gguf"));
    assertThat(run("show", "--template", file.toString())).isEqualTo(10);
    assertThat(err).hasToString("model 'tiny' has no chat template.");
  }

  @Test
  void saysThatThereIsNothingToRemove() {
    assertThat(run("rm", "absent")).isEqualTo(30);
    assertThat(err.toString()).startsWith("there is no model 'absent' here;");
  }

  private int run(String subcommand, String... arguments) {
    CommandLine command = new CommandLine(new ModelCommand());
    command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    command.setExecutionExceptionHandler(
        (failure, _, _) -> {
          err.append(failure.getMessage());
          return failure instanceof UserError error ? error.exitCode().status() : -1;
        });
    String[] line = new String[arguments.length + 3];
    line[0] = subcommand;
    line[1] = "--data-dir";
    line[2] = directory.resolve("data").toString();
    System.arraycopy(arguments, 0, line, 3, arguments.length);
    return command.execute(line);
  }
}
