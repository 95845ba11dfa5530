// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of one {@code adyton.yaml}, under their full names.
 *
 * @param path where they were read
 * @param values the text of each setting by its name, {@code drain.timeout} for the key {@code
 *     timeout} inside {@code drain}
 */
public record ConfigFile(Path path, Map<String, String> values) {
  private static final long MAX_BYTES = 1 << 20;

  /** Copies the values. */
  public ConfigFile {
    values = Map.copyOf(values);
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException if it cannot be read, is no YAML or gives a key twice
   */
  public static ConfigFile read(Path path) {
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw new ConfigException(
            path + " is larger than " + MAX_BYTES + " bytes; a configuration file is not");
      }
      JsonNode root =
          new ObjectMapper(
                  YAMLFactory.builder()
                      .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                      .build())
              .readTree(Files.readString(path));
      Map<String, String> values = new LinkedHashMap<>();
      if (root != null && !root.isMissingNode() && !root.isNull()) {
        flatten(path, "", root, values);
      }
      return new ConfigFile(path, values);
    } catch (NoSuchFileException e) {
      throw new ConfigException("there is no file " + path + "; check the path given to --config");
    } catch (CharacterCodingException e) {
      throw new ConfigException(path + " is no text in UTF-8; save it as such");
    } catch (JsonProcessingException e) {
      throw new ConfigException(
          path
              + ":"
              + e.getLocation().getLineNr()
              + " is no valid YAML: "
              + e.getOriginalMessage().lines().findFirst().orElse("unreadable"));
    } catch (IOException e) {
      throw new ConfigException(
          "cannot read " + path + "; check that it is a file, its owner and its permissions");
    }
  }

  private static void flatten(Path path, String prefix, JsonNode node, Map<String, String> values) {
    if (!node.isObject()) {
      throw new ConfigException(path + " must hold keys and values such as 'port: 8443'");
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      String name = prefix + field.getKey();
      JsonNode value = field.getValue();
      if (value.isObject()) {
        flatten(path, name + ".", value, values);
      } else if (values.put(name, text(path, name, value)) != null) {
        throw new ConfigException(path + " gives '" + name + "' twice; keep one of them");
      }
    }
  }

  private static String text(Path path, String name, JsonNode value) {
    if (value.isArray()) {
      List<String> items = new ArrayList<>();
      for (JsonNode item : value) {
        items.add(text(path, name, item));
      }
      return String.join(",", items);
    }
    if (value.isNull() || !value.isValueNode()) {
      throw new ConfigException(
          path + " gives '" + name + "' no value; write one, or remove the line");
    }
    return value.asText();
  }
}
