// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static io.adyton.llama.CStruct.bool;
import static io.adyton.llama.CStruct.bytes;
import static io.adyton.llama.CStruct.float32;
import static io.adyton.llama.CStruct.int32;
import static io.adyton.llama.CStruct.int64;
import static io.adyton.llama.CStruct.pointer;

import java.util.List;

/** The structs of {@code llama.h} and {@code ggml.h}, release v0.5.0, that calls pass or fill. */
final class LlamaLayouts {
  static final CStruct MODEL_PARAMS =
      CStruct.of(
          "llama_model_params",
          pointer("devices"),
          pointer("tensor_buft_overrides"),
          int32("n_gpu_layers"),
          int32("split_mode"),
          int32("load_mode"),
          int32("lazy_mode"),
          int32("main_gpu"),
          pointer("tensor_split"),
          pointer("progress_callback"),
          pointer("progress_callback_user_data"),
          pointer("kv_overrides"),
          bool("vocab_only"),
          bool("check_tensors"),
          bool("use_extra_bufts"),
          bool("no_host"),
          bool("no_alloc"),
          bool("load_mtp"));

  static final CStruct CONTEXT_PARAMS =
      CStruct.of(
          "llama_context_params",
          int32("n_ctx"),
          int32("n_batch"),
          int32("n_ubatch"),
          int32("n_seq_max"),
          int32("n_rs_seq"),
          int32("n_outputs_max"),
          int32("n_outputs_max_per_seq"),
          int32("n_threads"),
          int32("n_threads_batch"),
          int32("ctx_type"),
          int32("rope_scaling_type"),
          int32("pooling_type"),
          int32("attention_type"),
          int32("flash_attn_type"),
          float32("rope_freq_base"),
          float32("rope_freq_scale"),
          float32("yarn_ext_factor"),
          float32("yarn_attn_factor"),
          float32("yarn_beta_fast"),
          float32("yarn_beta_slow"),
          int32("yarn_orig_ctx"),
          float32("defrag_thold"),
          pointer("cb_eval"),
          pointer("cb_eval_user_data"),
          int32("type_k"),
          int32("type_v"),
          pointer("abort_callback"),
          pointer("abort_callback_data"),
          bool("embeddings"),
          bool("offload_kqv"),
          bool("no_perf"),
          bool("op_offload"),
          bool("swa_full"),
          bool("kv_unified"),
          pointer("samplers"),
          int64("n_samplers"),
          pointer("ctx_other"));

  static final CStruct BATCH =
      CStruct.of(
          "llama_batch",
          int32("n_tokens"),
          pointer("token"),
          pointer("embd"),
          pointer("pos"),
          pointer("n_seq_id"),
          pointer("seq_id"),
          pointer("logits"));

  static final CStruct QUANTIZE_PARAMS =
      CStruct.of(
          "llama_model_quantize_params",
          int32("nthread"),
          int32("ftype"),
          int32("output_tensor_type"),
          int32("token_embedding_type"),
          bool("allow_requantize"),
          bool("quantize_output_tensor"),
          bool("only_copy"),
          bool("pure"),
          bool("keep_split"),
          bool("dry_run"),
          pointer("imatrix"),
          pointer("kv_overrides"),
          pointer("tt_overrides"),
          pointer("prune_layers"),
          int64("max_buf_size"));

  static final CStruct THREADPOOL_PARAMS =
      CStruct.of(
          "ggml_threadpool_params",
          bytes("cpumask", ThreadPool.MAX_THREADS),
          int32("n_threads"),
          int32("prio"),
          int32("poll"),
          bool("strict_cpu"),
          bool("paused"));

  static final List<CStruct> ALL =
      List.of(MODEL_PARAMS, CONTEXT_PARAMS, BATCH, QUANTIZE_PARAMS, THREADPOOL_PARAMS);

  private LlamaLayouts() {}
}
