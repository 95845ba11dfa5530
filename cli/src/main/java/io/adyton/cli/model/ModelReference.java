// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import io.adyton.cli.UserError;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a user may write where a model is meant. */
public sealed interface ModelReference {
  /** A name: of the catalog, or of a model in the store. */
  record Named(String name) implements ModelReference {}

  /**
   * A file of the Hugging Face hub.
   *
   * @param file path of the file inside the repository
   */
  record Hub(String owner, String repository, String file) implements ModelReference {
    /** The name the store gives it unless told otherwise. */
    String defaultName() {
      String last = file.substring(file.lastIndexOf('/') + 1);
      return last.substring(0, last.length() - EXTENSION.length()).toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
      return "hf:" + owner + "/" + repository + "/" + file;
    }
  }

  /** A file on this machine; it is used where it lies and never copied. */
  record Local(Path path) implements ModelReference {}

  String EXTENSION = ".gguf";

  /** Names are what can be typed, put in a URL and used as a file name. */
  Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  Pattern HUB = Pattern.compile("hf:([\\w.-]+)/([\\w.-]+)/([\\w./-]+\\.gguf)");

  /**
   * Reads a reference: {@code hf:owner/repository/file.gguf}, a path (anything with a slash or
   * ending in {@code .gguf}), or a name.
   *
   * @throws UserError if it is none of them
   */
  static ModelReference parse(String text) {
    if (text.startsWith("hf:")) {
      Matcher hub = HUB.matcher(text);
      if (!hub.matches() || hub.group(3).contains("..")) {
        throw UserError.malformed(
            "'" + text + "' is no hub file; write hf:owner/repository/file.gguf.");
      }
      return new Hub(hub.group(1), hub.group(2), hub.group(3));
    }
    if (text.contains("/") || text.endsWith(EXTENSION)) {
      return new Local(Path.of(text));
    }
    return new Named(checkedName(text));
  }

  /** Returns the name if it is one. */
  static String checkedName(String name) {
    if (!NAME.matcher(name).matches()) {
      throw UserError.malformed(
          "'"
              + name
              + "' is no model name; use lower-case letters, digits, '.', '_' and '-', at most 100.");
    }
    return name;
  }
}
