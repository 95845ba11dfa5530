// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.adyton.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The models on this machine, kept by their SHA-256.
 *
 * <p>Under {@code <data>/models}: {@code blobs/sha256-…} are whole files, {@code index.json} says
 * which name stands for which, {@code partial/} holds pulls that are not finished, {@code trials/}
 * the digests that passed {@link io.adyton.llama.trial.LoadTrial}, {@code in-use/} a lock for each
 * blob a server serves.
 *
 * <p>Every change is a rename after a sync, so a process that dies at any moment leaves a store the
 * next one uses. One process changes it at a time; any number read it.
 */
public final class ModelStore {
  private final Path directory;

  private ModelStore(Path directory) {
    this.directory = directory;
  }

  /** Opens the store of a data directory, creating what is missing. */
  public static ModelStore open(Path dataDirectory) {
    Path directory = dataDirectory.toAbsolutePath().resolve("models");
    try {
      for (String folder : List.of("blobs", "partial", "trials", "in-use")) {
        Files.createDirectories(directory.resolve(folder));
      }
    } catch (IOException e) {
      throw UserError.failed(
          "cannot write " + directory + "; choose another directory with --data-dir.");
    }
    return new ModelStore(directory);
  }

  /** All models, in the order in which they were pulled. */
  public List<StoredModel> models() {
    return index().models();
  }

  /** The model of that name. */
  public Optional<StoredModel> find(String name) {
    return models().stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /**
   * The model of that name.
   *
   * @throws UserError if there is none
   */
  public StoredModel require(String name) {
    return find(name).orElseThrow(() -> absent(name));
  }

  /** Where a model's file lies. */
  public Path path(StoredModel model) {
    return blob(model.sha256());
  }

  /**
   * Finds the file a reference means, reads it whole and checks its digest.
   *
   * @param text a name in the store, a hub file that was pulled, or a path
   * @param progress hears one phase, {@code verify}
   * @throws UserError if it is not there or its bytes are not those that were pulled
   */
  public ModelFile resolve(String text, Progress progress) {
    return switch (ModelReference.parse(text)) {
      case ModelReference.Named(String name) -> stored(require(name), progress);
      case ModelReference.Local(Path path) -> local(path, progress);
      case ModelReference.Hub hub -> stored(pulledFrom(hub), progress);
    };
  }

  /** Keeps a model from being removed until the lock is closed or this process ends. */
  public StoreLock hold(ModelFile file) {
    try {
      return StoreLock.tryAcquire(inUse(file.sha256()), true)
          .orElseThrow(
              () ->
                  UserError.failed(
                      "model '" + file.name() + "' is being removed; pull it again and retry."));
    } catch (IOException e) {
      throw unwritable();
    }
  }

  /**
   * Forgets a name, and its file once no name stands for it.
   *
   * @throws UserError if there is no such name or a server uses the model
   */
  public void remove(String name) {
    try (StoreLock _ = lock()) {
      StoredModel model = require(name);
      try (StoreLock _ =
          StoreLock.tryAcquire(inUse(model.sha256()), false)
              .orElseThrow(
                  () ->
                      UserError.rejected(
                          "model '" + name + "' is in use by a running server; stop it first."))) {
        ModelIndex remaining = index().without(name);
        remaining.write(indexFile());
        if (remaining.models().stream().noneMatch(m -> m.sha256().equals(model.sha256()))) {
          Files.deleteIfExists(blob(model.sha256()));
          Files.deleteIfExists(trial(model.sha256()));
        }
      }
    } catch (IOException e) {
      throw unwritable();
    }
  }

  /** Takes the right to change the store. */
  StoreLock lock() {
    try {
      StoreLock lock =
          StoreLock.tryAcquire(directory.resolve("lock"), false)
              .orElseThrow(
                  () ->
                      UserError.failed(
                          "another 'adyton model' command is changing "
                              + directory
                              + "; wait until it is done."));
      Files.deleteIfExists(indexFile().resolveSibling("index.json.tmp"));
      return lock;
    } catch (IOException e) {
      throw unwritable();
    }
  }

  /** Takes over a complete, verified file and gives it a name; the caller holds the lock. */
  StoredModel add(StoredModel model, Path complete) throws IOException {
    Path blob = blob(model.sha256());
    if (!complete.equals(blob)) {
      DurableFiles.move(complete, blob);
    }
    index().with(model).write(indexFile());
    return model;
  }

  /** The blob of a digest if its file is whole, else empty: it is removed if it is damaged. */
  Optional<Path> intact(String sha256, Progress progress) throws IOException {
    Path blob = blob(sha256);
    if (!Files.isRegularFile(blob)) {
      return Optional.empty();
    }
    if (FileDigest.of(blob, progress).equals(sha256)) {
      return Optional.of(blob);
    }
    Files.delete(blob);
    return Optional.empty();
  }

  /** A folder for what a pull has got so far. */
  Path partial(String name) throws IOException {
    return Files.createDirectories(directory.resolve("partial").resolve(name));
  }

  boolean passedTrial(String sha256) {
    return Files.exists(trial(sha256));
  }

  void rememberTrial(String sha256) {
    try {
      DurableFiles.replace(trial(sha256), Instant.now().toString().getBytes(US_ASCII));
    } catch (IOException e) {
      throw unwritable();
    }
  }

  UserError unwritable() {
    return UserError.failed(
        "cannot write " + directory + "; check its owner and the space left on the disk.");
  }

  UserError full() {
    return DiskSpace.full(indexFile());
  }

  private StoredModel pulledFrom(ModelReference.Hub file) {
    return models().stream()
        .filter(model -> model.source().startsWith(file + "@"))
        .findFirst()
        .orElseThrow(() -> absent(file.toString()));
  }

  private ModelFile stored(StoredModel model, Progress progress) {
    String name = model.name();
    Path path = path(model);
    String damaged =
        "model '%s' is damaged on disk; get it again with 'adyton model pull %<s'.".formatted(name);
    try {
      if (!Files.isRegularFile(path)) {
        throw UserError.rejected(damaged);
      }
      if (!FileDigest.of(path, progress).equals(model.sha256())) {
        throw UserError.rejected(damaged);
      }
    } catch (IOException e) {
      throw unreadable(path);
    }
    return new ModelFile(name, path, model.sha256());
  }

  private static ModelFile local(Path path, Progress progress) {
    if (!Files.isRegularFile(path)) {
      throw UserError.malformed("there is no file " + path + "; check the path.");
    }
    try {
      String file = path.getFileName().toString();
      String name =
          file.endsWith(ModelReference.EXTENSION)
              ? file.substring(0, file.length() - ModelReference.EXTENSION.length())
              : file;
      return new ModelFile(name, path.toAbsolutePath(), FileDigest.of(path, progress));
    } catch (IOException e) {
      throw unreadable(path);
    }
  }

  private ModelIndex index() {
    try {
      return ModelIndex.read(indexFile());
    } catch (IOException e) {
      throw unreadable(indexFile());
    }
  }

  private Path indexFile() {
    return directory.resolve("index.json");
  }

  private Path blob(String sha256) {
    return directory.resolve("blobs").resolve("sha256-" + sha256);
  }

  private Path trial(String sha256) {
    return directory.resolve("trials").resolve("sha256-" + sha256);
  }

  private Path inUse(String sha256) {
    return directory.resolve("in-use").resolve("sha256-" + sha256);
  }

  private static UserError absent(String name) {
    return UserError.malformed(
        "there is no model '%s' here; 'adyton model ls' shows those that are, and those to pull."
            .formatted(name));
  }

  private static UserError unreadable(Path path) {
    return UserError.failed("cannot read " + path + "; check its owner and its permissions.");
  }
}
