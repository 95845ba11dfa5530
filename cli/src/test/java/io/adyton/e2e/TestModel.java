// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import java.nio.file.Files;
import java.nio.file.Path;
import org.opentest4j.TestAbortedException;

/** A model of the catalog. */
public enum TestModel {
  /** Small, tuned for chat. */
  SMOLLM2("smollm2-135m-instruct"),
  /** Small, not tuned; its file has no chat template. */
  GEMMA3("gemma3-270m");

  private final String id;

  TestModel(String id) {
    this.id = id;
  }

  /** Returns the name in the catalog. */
  public String id() {
    return id;
  }

  /** Returns the file, or aborts the test where there is none. */
  public Path file() {
    String folder = System.getProperty("adyton.test.models");
    if (folder == null || !Files.exists(Path.of(folder, id + ".gguf"))) {
      throw new TestAbortedException("skipped: no model " + id + "; run ./adyton test");
    }
    return Path.of(folder, id + ".gguf").toAbsolutePath();
  }
}
