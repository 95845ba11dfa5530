// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/**
 * A line of {@code adyton model ls}.
 *
 * @param isHere whether its file is in the store; otherwise a pull brings it
 */
record ModelLine(
    String name, boolean isHere, long bytes, String license, String sha256, String source) {
  /** What was pulled, then what the catalog has besides. */
  static List<ModelLine> all(ModelStore store, Catalog catalog) {
    List<ModelLine> lines = new ArrayList<>();
    for (StoredModel model : store.models()) {
      lines.add(
          new ModelLine(
              model.name(),
              Files.isRegularFile(store.path(model)),
              model.bytes(),
              model.license(),
              model.sha256(),
              model.source()));
    }
    for (CatalogModel model : catalog.models()) {
      if (store.find(model.name()).isEmpty()) {
        lines.add(
            new ModelLine(
                model.name(), false, model.bytes(), model.license(), model.sha256(), "catalog"));
      }
    }
    return lines;
  }
}
