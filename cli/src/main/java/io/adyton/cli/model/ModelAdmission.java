// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import io.adyton.cli.UserError;
import io.adyton.gguf.GgufException;
import io.adyton.gguf.GgufModel;
import io.adyton.llama.trial.LoadTrial;
import java.io.IOException;

/**
 * What a file must pass before the server's own process loads it: the checks of {@link GgufModel},
 * and, unless the catalog vouches for its digest or it passed before, a {@link LoadTrial}.
 */
public final class ModelAdmission {
  private final ModelStore store;
  private final Catalog catalog;
  private final LoadTrial trial;

  public ModelAdmission(ModelStore store, Catalog catalog, LoadTrial trial) {
    this.store = store;
    this.catalog = catalog;
    this.trial = trial;
  }

  /**
   * Lets a file in.
   *
   * @return the facts of its header
   * @throws UserError if it does not pass; the sentence begins with {@code model_rejected}
   */
  public GgufModel admit(ModelFile file) {
    try {
      GgufModel model = GgufModel.open(file.path());
      if (!catalog.vouchesFor(file.sha256()) && !store.passedTrial(file.sha256())) {
        switch (trial.run(file.path())) {
          case LoadTrial.Outcome.Passed() -> store.rememberTrial(file.sha256());
          case LoadTrial.Outcome.Failed(String how) ->
              throw rejected("model '%s' %s; choose another model.".formatted(file.name(), how));
        }
      }
      return model;
    } catch (GgufException e) {
      throw rejected("model '%s' is not valid: %s".formatted(file.name(), e.getMessage()));
    } catch (IOException e) {
      throw UserError.failed(
          "cannot read %s; check its owner and its permissions.".formatted(file.path()));
    }
  }

  private static UserError rejected(String sentence) {
    return UserError.rejected("model_rejected: " + sentence);
  }
}
