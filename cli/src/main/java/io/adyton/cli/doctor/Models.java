// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import io.adyton.cli.UserError;
import io.adyton.cli.model.ModelStore;
import io.adyton.cli.model.StoredModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The models that were pulled. Their digests are not read again here. */
record Models(Path dataDirectory) implements Examination {
  @Override
  public List<Finding> examine() {
    if (!Files.exists(dataDirectory.resolve("models"))) {
      return List.of(none());
    }
    try {
      ModelStore store = ModelStore.open(dataDirectory);
      List<StoredModel> models = store.models();
      return models.isEmpty()
          ? List.of(none())
          : models.stream().map(model -> finding(store, model)).toList();
    } catch (UserError e) {
      return List.of(
          Finding.warn(
              "models", String.valueOf(e.getMessage()), "repair the folder or choose another"));
    }
  }

  private static Finding none() {
    return Finding.ok("models", "none yet; 'adyton serve' fetches one");
  }

  private static Finding finding(ModelStore store, StoredModel model) {
    String subject = "model " + model.name();
    return Files.isReadable(store.path(model))
        ? Finding.ok(
            subject,
            String.format(
                Locale.ROOT,
                "%.1f MB, sha256:%s, licence %s",
                model.bytes() / 1e6,
                model.sha256(),
                model.license()))
        : Finding.missing(
            subject,
            store.path(model) + " cannot be read",
            "'adyton model rm " + model.name() + "' and pull it again");
  }
}
