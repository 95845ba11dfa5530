// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.adyton.llama.LlamaLibrary;
import io.adyton.scheduler.engine.LlamaEngine;
import io.adyton.scheduler.engine.LlamaEngineOptions;
import java.nio.file.Files;
import java.nio.file.Path;

/** The real models that tests run on, where the machine has them. */
public final class TestModels {
  public static final String SMOLLM2 = "smollm2-135m-instruct.gguf";
  public static final String GEMMA3 = "gemma3-270m.gguf";

  private TestModels() {}

  /** Returns the model's file, or skips the test. */
  public static Path file(String name) {
    String directory = System.getProperty("adyton.test.models");
    Path file = directory == null ? null : Path.of(directory, name);
    assumeTrue(file != null && Files.exists(file), "skipped: no model; run ./adyton test");
    return file;
  }

  /** Loads an engine, or skips the test. */
  public static LlamaEngine engine(String name, int sequences, int contextLength) {
    return LlamaEngine.load(
        LlamaLibrary.load(),
        file(name),
        LlamaEngineOptions.DEFAULT.withSequences(sequences).withContextLength(contextLength));
  }
}
