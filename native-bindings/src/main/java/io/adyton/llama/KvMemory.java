// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/**
 * How much memory KV takes, and whether this machine has it at all. libllama asks the system for
 * any amount; a system that promises more memory than it has then ends the process.
 */
final class KvMemory {
  /** libllama's own notes on a cell: position, shift and the set of its sequences. */
  private static final long CELL_BYTES = 48;

  private KvMemory() {}

  /**
   * @throws LlamaException when KV alone exceeds the memory of this machine and its GPUs
   */
  static void requireRoom(LlamaModel model, ContextOptions options) {
    double needed = bytes(model, options);
    double available = machineBytes();
    if (needed > available) {
      throw new LlamaException(
          "a context of %,d tokens takes %,.1f GiB for keys and values, but this machine has %,.1f GiB in all; ask for a shorter one"
              .formatted(length(model, options), gibibytes(needed), gibibytes(available)));
    }
  }

  /** Returns an estimate that is never above what libllama will ask for. */
  private static double bytes(LlamaModel model, ContextOptions options) {
    double cells = length(model, options);
    boolean cachesEveryToken =
        !model.isRecurrent() && (model.slidingWindow() == 0 || options.fullSlidingWindow());
    return cachesEveryToken
        ? cells
            * (CELL_BYTES
                + model.layerCount()
                    * model.keyValueHeadCount()
                    * (headLength(model, "key_length") * options.keyType().bytes()
                        + headLength(model, "value_length") * options.valueType().bytes()))
        : cells * CELL_BYTES;
  }

  private static int length(LlamaModel model, ContextOptions options) {
    return options.contextLength() == 0 ? model.trainingContextLength() : options.contextLength();
  }

  private static double headLength(LlamaModel model, String key) {
    return model
        .metadata(model.architecture() + ".attention." + key)
        .map(Double::parseDouble)
        .orElseGet(() -> (double) model.embeddingLength() / Math.max(1, model.headCount()));
  }

  private static double machineBytes() {
    double system =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return system
        + Devices.list().stream()
            .filter(device -> device.type() == DeviceType.GPU)
            .mapToDouble(Device::totalBytes)
            .sum();
  }

  private static double gibibytes(double bytes) {
    return bytes / (1L << 30);
  }
}
