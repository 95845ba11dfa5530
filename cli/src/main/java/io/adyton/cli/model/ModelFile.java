// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import java.nio.file.Path;

/**
 * A model file whose bytes were just read and hashed.
 *
 * @param name of the model; for a plain path the file's name without its ending
 * @param sha256 of the bytes that were read
 */
public record ModelFile(String name, Path path, String sha256) {}
