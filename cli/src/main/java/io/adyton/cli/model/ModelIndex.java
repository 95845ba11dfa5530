// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adyton.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The names of the store and what they stand for.
 *
 * @param version of this format
 */
record ModelIndex(int version, List<StoredModel> models) {
  private static final int VERSION = 1;
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  ModelIndex {
    models = List.copyOf(models);
  }

  static ModelIndex read(Path file) throws IOException {
    try {
      ModelIndex index = JSON.readValue(Files.readAllBytes(file), ModelIndex.class);
      if (index.version() != VERSION) {
        throw UserError.unsupported(
            file
                + " has version "
                + index.version()
                + ", but this Adyton reads version 1; use the Adyton that wrote it.");
      }
      return index;
    } catch (NoSuchFileException e) {
      return new ModelIndex(VERSION, List.of());
    } catch (JsonProcessingException e) {
      throw UserError.malformed(file + " is damaged; remove it and pull the models again.");
    }
  }

  void write(Path file) throws IOException {
    DurableFiles.replace(file, JSON.writeValueAsBytes(this));
  }

  ModelIndex with(StoredModel added) {
    return new ModelIndex(
        VERSION, Stream.concat(without(added.name()).models.stream(), Stream.of(added)).toList());
  }

  ModelIndex without(String name) {
    return new ModelIndex(
        VERSION, models.stream().filter(model -> !model.name().equals(name)).toList());
  }
}
