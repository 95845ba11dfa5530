// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.adyton.gguf.GgufException;
import io.adyton.gguf.GgufModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Templates of real models. They belong to others, so they are read from the llama.cpp release that
 * {@code dev/llama-release.sh} fetches and from the test models, and are no part of this project.
 */
final class ReleaseTemplates {
  private static final Pattern LLAMA_3 =
      Pattern.compile("\"Llama-3\",\\s*/\\*[^*]*\\*/ \"((?:[^\"\\\\]|\\\\.)*)\"");

  private ReleaseTemplates() {}

  /** Returns all templates by name, or skips the test where they are not at hand. */
  static Map<String, String> all() {
    Path source = Path.of(System.getProperty("adyton.test.llama-source", ""));
    Path model =
        Path.of(System.getProperty("adyton.test.models", ""), "smollm2-135m-instruct.gguf");
    assumeTrue(
        Files.isDirectory(source.resolve("models/templates")),
        "skipped: no templates; run ./adyton test, or dev/llama-release.sh and set"
            + " adyton.test.llama-source to the folder it prints");
    assumeTrue(Files.isRegularFile(model), "skipped: no model; run ./adyton test");
    Map<String, String> templates = new TreeMap<>();
    try (Stream<Path> files = Files.list(source.resolve("models/templates"))) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = file.getFileName().toString();
        if (name.endsWith(".jinja")) {
          templates.put(name.substring(0, name.length() - 6), Files.readString(file));
        }
      }
      templates.put("SmolLM2-135M-Instruct", GgufModel.open(model).chatTemplate().orElseThrow());
      templates.put(
          "Llama-3-8B", llama3(Files.readString(source.resolve("tests/test-chat-template.cpp"))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GgufException e) {
      throw new IllegalStateException(e);
    }
    return templates;
  }

  private static String llama3(String test) {
    Matcher literal = LLAMA_3.matcher(test);
    if (!literal.find()) {
      throw new IllegalStateException("the release's test no longer holds Llama 3's template");
    }
    return literal.group(1).replace("\\n", "\n").replace("\\\"", "\"").replace("\\\\", "\\");
  }
}
