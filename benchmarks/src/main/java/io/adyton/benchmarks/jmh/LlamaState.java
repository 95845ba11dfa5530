// SPDX-License-Identifier: Apache-2.0
package io.adyton.benchmarks.jmh;

import io.adyton.llama.ContextOptions;
import io.adyton.llama.DecodeOutcome;
import io.adyton.llama.LlamaBatch;
import io.adyton.llama.LlamaContext;
import io.adyton.llama.LlamaLibrary;
import io.adyton.llama.LlamaModel;
import io.adyton.llama.ModelOptions;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A real model whose context has just decoded one row. */
@State(Scope.Thread)
@SuppressWarnings("NullAway.Init") // JMH calls setUp before it hands the state out.
public class LlamaState {
  LlamaModel model;
  LlamaContext context;
  LlamaBatch batch;

  /** Returns the file that {@code adyton.bench.model} names. */
  static Path modelFile() {
    String file = System.getProperty("adyton.bench.model");
    if (file == null) {
      throw new IllegalStateException(
          "this benchmark needs a model: add -jvmArgsAppend -Dadyton.bench.model=FILE.gguf");
    }
    return Path.of(file);
  }

  /** Loads the model and decodes one row. */
  @Setup(Level.Trial)
  public void setUp() {
    model = LlamaModel.load(LlamaLibrary.load(), modelFile(), ModelOptions.defaults());
    context = LlamaContext.open(model, ContextOptions.builder().contextLength(256).build());
    batch = LlamaBatch.allocate(1);
    batch.add(1, 0, 0, true);
    DecodeOutcome outcome = context.decode(batch);
    if (outcome != DecodeOutcome.OK) {
      throw new IllegalStateException("decode ended with " + outcome);
    }
  }

  /** Frees everything. */
  @TearDown(Level.Trial)
  public void tearDown() {
    batch.close();
    context.close();
    model.close();
  }
}
