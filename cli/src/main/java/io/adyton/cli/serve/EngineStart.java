// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import io.adyton.cli.UserError;
import io.adyton.llama.LlamaException;
import io.adyton.llama.LlamaLibrary;
import io.adyton.scheduler.BatchScheduler;
import io.adyton.scheduler.SchedulerSettings;
import io.adyton.scheduler.TokenGate;
import io.adyton.scheduler.engine.LlamaEngine;
import io.adyton.scheduler.engine.LlamaEngineOptions;
import io.adyton.scheduler.engine.LlamaEngineOptions.GpuSplit;
import io.adyton.server.config.ServerConfig;
import java.nio.file.Path;

/** Loads a model and starts to schedule on it, as the settings say. */
final class EngineStart {
  private EngineStart() {}

  /**
   * Starts the engine.
   *
   * @throws UserError if this machine cannot run the model with these settings
   */
  static BatchScheduler start(LlamaLibrary library, Path model, ServerConfig.Engine settings) {
    try {
      return BatchScheduler.start(
          LlamaEngine.load(library, model, options(settings)),
          TokenGate.OPEN,
          SchedulerSettings.DEFAULT.withQueueLimits(
              settings.queuedRequests(), Math.max(1, settings.queuedRequests() / 2)));
    } catch (LlamaException e) {
      throw UserError.rejected("model_rejected: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw UserError.malformed(e.getMessage() + "; check --devices, --context and --parallel");
    }
  }

  private static LlamaEngineOptions options(ServerConfig.Engine settings) {
    return new LlamaEngineOptions(
        settings.contextTokens(),
        settings.parallelRequests(),
        settings.kvBytes(),
        settings.batchTokens(),
        settings.threads(),
        LlamaEngineOptions.DEFAULT.poll(),
        settings.gpuLayers(),
        switch (settings.splitMode()) {
          case NONE -> GpuSplit.NONE;
          case LAYER -> GpuSplit.LAYER;
          case ROW -> GpuSplit.ROW;
        },
        settings.devices().isEmpty() ? null : settings.devices());
  }
}
