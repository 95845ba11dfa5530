// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;

/**
 * Compares the defaults the loaded library returns with those of the release whose layouts are used
 * here. A library of another release would read its parameters at other offsets.
 */
final class AbiCheck {
  private static final Map<String, Integer> MODEL_DEFAULTS =
      Map.of("n_gpu_layers", -1, "split_mode", 1, "load_mode", -1, "lazy_mode", 1, "main_gpu", 0);
  private static final Map<String, Boolean> MODEL_FLAGS =
      Map.of(
          "vocab_only", false,
          "check_tensors", false,
          "use_extra_bufts", true,
          "no_host", false,
          "no_alloc", false,
          "load_mtp", false);
  private static final Map<String, Integer> CONTEXT_DEFAULTS =
      Map.ofEntries(
          Map.entry("n_ctx", 512),
          Map.entry("n_batch", 2048),
          Map.entry("n_ubatch", 512),
          Map.entry("n_seq_max", 1),
          Map.entry("n_rs_seq", 0),
          Map.entry("n_outputs_max", 0),
          Map.entry("n_outputs_max_per_seq", 1),
          Map.entry("n_threads", 4),
          Map.entry("n_threads_batch", 4),
          Map.entry("rope_scaling_type", -1),
          Map.entry("flash_attn_type", -1),
          Map.entry("type_k", 1),
          Map.entry("type_v", 1));
  private static final Map<String, Boolean> CONTEXT_FLAGS =
      Map.of(
          "embeddings", false,
          "offload_kqv", true,
          "no_perf", true,
          "op_offload", true,
          "swa_full", true,
          "kv_unified", false);
  private static final Map<String, Integer> QUANTIZE_DEFAULTS = Map.of("nthread", 0, "ftype", 7);
  private static final Map<String, Boolean> QUANTIZE_FLAGS =
      Map.of("allow_requantize", false, "quantize_output_tensor", true, "only_copy", false);
  private static final Map<String, Integer> THREADPOOL_DEFAULTS =
      Map.of("n_threads", 3, "prio", 0, "poll", 50);
  private static final Map<String, Boolean> THREADPOOL_FLAGS =
      Map.of("strict_cpu", false, "paused", false);

  private AbiCheck() {}

  /**
   * @throws NativeLibraryException naming the first field that differs
   */
  static void run() {
    String version = CStrings.read(LlamaSymbols.version());
    if (!version.equals(LlamaLibrary.EXPECTED_VERSION)) {
      throw new NativeLibraryException(
          "libllama calls itself "
              + version
              + ", but these bindings need "
              + LlamaLibrary.EXPECTED_VERSION);
    }
    try (Arena arena = Arena.ofConfined()) {
      check(
          LlamaLayouts.MODEL_PARAMS,
          LlamaSymbols.modelDefaults(arena),
          MODEL_DEFAULTS,
          MODEL_FLAGS);
      check(
          LlamaLayouts.CONTEXT_PARAMS,
          LlamaSymbols.contextDefaults(arena),
          CONTEXT_DEFAULTS,
          CONTEXT_FLAGS);
      check(
          LlamaLayouts.QUANTIZE_PARAMS,
          LlamaSymbols.quantizeDefaults(arena),
          QUANTIZE_DEFAULTS,
          QUANTIZE_FLAGS);
      check(
          LlamaLayouts.THREADPOOL_PARAMS,
          GgmlSymbols.threadpoolDefaults(arena, 3),
          THREADPOOL_DEFAULTS,
          THREADPOOL_FLAGS);
    }
  }

  static void check(
      CStruct struct,
      MemorySegment defaults,
      Map<String, Integer> numbers,
      Map<String, Boolean> flags) {
    numbers.forEach(
        (field, expected) -> equal(struct, field, expected, struct.intAt(defaults, field)));
    flags.forEach(
        (field, expected) -> equal(struct, field, expected, struct.booleanAt(defaults, field)));
  }

  private static void equal(CStruct struct, String field, Object expected, Object found) {
    if (!expected.equals(found)) {
      throw new NativeLibraryException(
          "libllama's default of "
              + struct.name()
              + "."
              + field
              + " is "
              + found
              + ", but release "
              + LlamaLibrary.RELEASE
              + " has "
              + expected
              + "; the library is of another release");
    }
  }
}
