// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import java.util.List;

/**
 * A model the catalog vouches for.
 *
 * @param license its licence, as its author calls it
 * @param licenseUrl where the licence can be read
 * @param sha256 of the whole file
 * @param bytes size of the whole file
 * @param parts the packages that hold the file, in the order in which they are joined
 */
record CatalogModel(
    String name,
    String description,
    String license,
    String licenseUrl,
    String sha256,
    long bytes,
    List<WheelPart> parts) {
  CatalogModel {
    parts = List.copyOf(parts);
  }

  long wheelBytes() {
    return parts.stream().mapToLong(WheelPart::wheelBytes).sum();
  }
}
