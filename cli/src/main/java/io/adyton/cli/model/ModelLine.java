// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A line of {@code adyton model ls}.
 *
 * @param isHere whether it was pulled; otherwise the catalog only names it
 */
record ModelLine(
    String name, boolean isHere, long bytes, String license, String sha256, String source) {
  /** What was pulled, then what the catalog has besides. */
  static List<ModelLine> all(ModelStore store, Catalog catalog) {
    List<ModelLine> lines = new ArrayList<>();
    for (StoredModel model : store.models()) {
      lines.add(
          new ModelLine(
              model.name(), true, model.bytes(), model.license(), model.sha256(), model.source()));
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
