// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * The models known by name, with pinned digests.
 *
 * @param version of this format
 * @param defaultModel the one served when none is named
 */
public record Catalog(int version, String defaultModel, List<CatalogModel> models) {
  private static final String RESOURCE = "catalog.json";
  private static final int VERSION = 1;

  public Catalog {
    models = List.copyOf(models);
    if (version != VERSION) {
      throw new IllegalArgumentException("catalog version must be 1, but is " + version);
    }
    if (models.stream().noneMatch(model -> model.name().equals(defaultModel))) {
      throw new IllegalArgumentException("the default model must be in the catalog");
    }
  }

  /** The catalog that comes with this version of Adyton. */
  public static Catalog builtIn() {
    try (InputStream in = Catalog.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the catalog is missing from the class path");
      }
      return new ObjectMapper().readValue(in, Catalog.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a digest is that of a model in this catalog. */
  public boolean vouchesFor(String sha256) {
    return models.stream().anyMatch(model -> model.sha256().equals(sha256));
  }

  /** The names of all models. */
  public List<String> names() {
    return models.stream().map(CatalogModel::name).toList();
  }

  Optional<CatalogModel> find(String name) {
    return models.stream().filter(model -> model.name().equals(name)).findFirst();
  }
}
