// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import io.adyton.cli.CommandGroup;
import io.adyton.cli.DataCommand;
import io.adyton.cli.Json;
import io.adyton.cli.JsonFlag;
import io.adyton.cli.Table;
import io.adyton.cli.UserError;
import io.adyton.gguf.GgufException;
import io.adyton.gguf.GgufModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adyton model}. */
@Command(
    name = "model",
    description = "Get models, see what they are and remove them.",
    subcommands = {
      ModelCommand.Pull.class,
      ModelCommand.Ls.class,
      ModelCommand.Show.class,
      ModelCommand.PathOf.class,
      ModelCommand.Rm.class
    })
public final class ModelCommand extends CommandGroup {
  /** {@code adyton model pull}. */
  @Command(
      name = "pull",
      description =
          "Fetch a model, check its digest and keep it. Started again after it was broken off, it"
              + " goes on.")
  static final class Pull extends DataCommand {
    @Parameters(
        paramLabel = "MODEL",
        description =
            "A name of the catalog ('adyton model ls' shows it) or hf:owner/repository/file.gguf.")
    private String model;

    @Option(names = "--name", paramLabel = "NAME", description = "What to call it here.")
    private @Nullable String name;

    @Option(
        names = "--json",
        description = "Print one JSON document; progress goes to standard error.")
    private boolean json;

    @Override
    public void run() {
      Progress progress = json ? new ConsoleProgress(err(), false) : ConsoleProgress.on(out());
      StoredModel stored =
          ModelPuller.into(ModelStore.open(dataDirectory())).pull(model, name, progress);
      out()
          .println(
              json
                  ? Json.write(stored)
                  : "%s is ready: sha256:%s, licence %s"
                      .formatted(stored.name(), stored.sha256(), stored.license()));
    }
  }

  /** {@code adyton model ls}. */
  @Command(name = "ls", description = "List the models on this machine and those of the catalog.")
  static final class Ls extends DataCommand {
    @Mixin private JsonFlag json = new JsonFlag();

    @Override
    public void run() {
      List<ModelLine> lines = ModelLine.all(ModelStore.open(dataDirectory()), Catalog.builtIn());
      if (json.isGiven()) {
        out().println(Json.write(lines));
        return;
      }
      List<List<String>> rows = new ArrayList<>();
      for (ModelLine line : lines) {
        rows.add(
            List.of(
                line.name(),
                line.isHere() ? "here" : "to pull",
                String.format(Locale.ROOT, "%.1f MB", line.bytes() / 1e6),
                line.license(),
                line.sha256().substring(0, 12),
                line.source()));
      }
      Table.print(out(), List.of("NAME", "STATE", "SIZE", "LICENCE", "SHA-256", "SOURCE"), rows);
    }
  }

  /** {@code adyton model show}. */
  @Command(name = "show", description = "Check a model file and say what it is.")
  static final class Show extends DataCommand {
    @Parameters(paramLabel = "MODEL", description = "A name, or the path of a .gguf file.")
    private String model;

    @Option(names = "--template", description = "Print the chat template and nothing else.")
    private boolean template;

    @Mixin private JsonFlag json = new JsonFlag();

    @Override
    public void run() {
      ModelStore store = ModelStore.open(dataDirectory());
      ModelFile file = store.resolve(model, Progress.SILENT);
      GgufModel facts = facts(file);
      if (template) {
        out()
            .println(
                facts
                    .chatTemplate()
                    .orElseThrow(
                        () ->
                            UserError.rejected(
                                "model '" + file.name() + "' has no chat template.")));
        return;
      }
      Optional<StoredModel> stored =
          store.models().stream().filter(m -> store.path(m).equals(file.path())).findFirst();
      ModelReport report =
          ModelReport.of(
              file,
              facts,
              stored.map(StoredModel::source).orElse("file"),
              stored.map(StoredModel::license));
      if (json.isGiven()) {
        out().println(Json.write(report));
      } else {
        report.lines().forEach(out()::println);
      }
    }

    private static GgufModel facts(ModelFile file) {
      try {
        return GgufModel.open(file.path());
      } catch (GgufException e) {
        throw UserError.rejected(
            "%s is no valid model (%s): %s"
                .formatted(
                    file.path(), e.reason().name().toLowerCase(Locale.ROOT), e.getMessage()));
      } catch (IOException e) {
        throw UserError.failed(
            "cannot read %s; check its owner and its permissions.".formatted(file.path()));
      }
    }
  }

  /** {@code adyton model path}. */
  @Command(name = "path", description = "Print where the file of a model lies.")
  static final class PathOf extends DataCommand {
    @Parameters(paramLabel = "NAME", description = "The name 'adyton model ls' shows.")
    private String name;

    @Override
    public void run() {
      ModelStore store = ModelStore.open(dataDirectory());
      out().println(store.path(store.require(name)));
    }
  }

  /** {@code adyton model rm}. */
  @Command(
      name = "rm",
      description = "Remove a model. Its file goes when no other name stands for it.")
  static final class Rm extends DataCommand {
    @Parameters(paramLabel = "NAME", description = "The name 'adyton model ls' shows.")
    private String name;

    @Override
    public void run() {
      ModelStore.open(dataDirectory()).remove(name);
      out().println("removed " + name);
    }
  }
}
