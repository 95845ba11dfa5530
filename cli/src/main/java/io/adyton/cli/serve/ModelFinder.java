// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import io.adyton.cli.model.Catalog;
import io.adyton.cli.model.ModelAdmission;
import io.adyton.cli.model.ModelFile;
import io.adyton.cli.model.ModelPuller;
import io.adyton.cli.model.ModelReference;
import io.adyton.cli.model.ModelStore;
import io.adyton.cli.model.Progress;
import io.adyton.llama.trial.LoadTrial;
import java.nio.file.Path;

/** Turns what the setting {@code model} says into a file that may be loaded. */
public final class ModelFinder {
  private final ModelStore store;
  private final Catalog catalog = Catalog.builtIn();
  private final ModelAdmission admission;

  /** Looks into the store of a data directory, and tries unknown models with natives from there. */
  public ModelFinder(Path dataDirectory, Path nativesCache) {
    store = ModelStore.open(dataDirectory);
    admission = new ModelAdmission(store, catalog, new LoadTrial(nativesCache));
  }

  /**
   * Finds the file, fetches it first if it is not here, hashes it and checks it.
   *
   * @throws io.adyton.cli.UserError if it cannot be had or must not be loaded
   */
  public ModelFile find(String model, Progress progress) {
    if (isToPull(model)) {
      ModelPuller.into(store).pull(model, null, progress);
    }
    ModelFile file = store.resolve(model, progress);
    admission.admit(file);
    return file;
  }

  /** Keeps the file of a model from being removed while it is served. */
  AutoCloseable hold(ModelFile file) {
    return store.hold(file);
  }

  private boolean isToPull(String model) {
    return switch (ModelReference.parse(model)) {
      case ModelReference.Named(String name) ->
          store.find(name).isEmpty() && catalog.names().contains(name);
      case ModelReference.Hub _ ->
          store.models().stream().noneMatch(known -> known.source().startsWith(model + "@"));
      case ModelReference.Local _ -> false;
    };
  }
}
