// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * The functions of libllama as {@code llama.h} declares them, one method each, unchecked: callers
 * in this package have already refused whatever the function would abort on.
 */
final class LlamaSymbols {
  private static final SymbolLookup LOOKUP = LoadedLibraries.current().llama();

  private static final MethodHandle VERSION =
      Downcalls.link(LOOKUP, "llama_version", FunctionDescriptor.of(ADDRESS));
  private static final MethodHandle BACKEND_INIT =
      Downcalls.link(LOOKUP, "llama_backend_init", FunctionDescriptor.ofVoid());
  private static final MethodHandle LOG_SET =
      Downcalls.link(LOOKUP, "llama_log_set", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS));
  private static final MethodHandle MODEL_DEFAULTS =
      Downcalls.link(
          LOOKUP,
          "llama_model_default_params",
          FunctionDescriptor.of(LlamaLayouts.MODEL_PARAMS.layout()));
  private static final MethodHandle CONTEXT_DEFAULTS =
      Downcalls.link(
          LOOKUP,
          "llama_context_default_params",
          FunctionDescriptor.of(LlamaLayouts.CONTEXT_PARAMS.layout()));
  private static final MethodHandle QUANTIZE_DEFAULTS =
      Downcalls.link(
          LOOKUP,
          "llama_model_quantize_default_params",
          FunctionDescriptor.of(LlamaLayouts.QUANTIZE_PARAMS.layout()));
  private static final MethodHandle MAX_DEVICES =
      Downcalls.link(LOOKUP, "llama_max_devices", FunctionDescriptor.of(JAVA_LONG));
  private static final MethodHandle SYSTEM_INFO =
      Downcalls.link(LOOKUP, "llama_print_system_info", FunctionDescriptor.of(ADDRESS));
  private static final MethodHandle MODEL_LOAD =
      Downcalls.link(
          LOOKUP,
          "llama_model_load_from_file",
          FunctionDescriptor.of(ADDRESS, ADDRESS, LlamaLayouts.MODEL_PARAMS.layout()));
  private static final MethodHandle MODEL_FREE =
      Downcalls.link(LOOKUP, "llama_model_free", FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle MODEL_VOCABULARY =
      Downcalls.link(LOOKUP, "llama_model_get_vocab", FunctionDescriptor.of(ADDRESS, ADDRESS));
  private static final MethodHandle MODEL_TRAINING_CONTEXT =
      Downcalls.link(LOOKUP, "llama_model_n_ctx_train", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle MODEL_EMBEDDING =
      Downcalls.link(LOOKUP, "llama_model_n_embd", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle MODEL_LAYERS =
      Downcalls.link(LOOKUP, "llama_model_n_layer", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle MODEL_HEADS =
      Downcalls.link(LOOKUP, "llama_model_n_head", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle MODEL_KV_HEADS =
      Downcalls.link(LOOKUP, "llama_model_n_head_kv", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle MODEL_SLIDING_WINDOW =
      Downcalls.link(LOOKUP, "llama_model_n_swa", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle MODEL_SIZE =
      Downcalls.link(LOOKUP, "llama_model_size", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
  private static final MethodHandle MODEL_PARAMETERS =
      Downcalls.link(LOOKUP, "llama_model_n_params", FunctionDescriptor.of(JAVA_LONG, ADDRESS));
  private static final MethodHandle MODEL_DESCRIPTION =
      Downcalls.link(
          LOOKUP, "llama_model_desc", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle MODEL_METADATA =
      Downcalls.link(
          LOOKUP,
          "llama_model_meta_val_str",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG));
  private static final MethodHandle MODEL_METADATA_COUNT =
      Downcalls.link(LOOKUP, "llama_model_meta_count", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle MODEL_METADATA_KEY =
      Downcalls.link(
          LOOKUP,
          "llama_model_meta_key_by_index",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_LONG));
  private static final MethodHandle MODEL_CHAT_TEMPLATE =
      Downcalls.link(
          LOOKUP, "llama_model_chat_template", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle MODEL_IS_RECURRENT =
      Downcalls.link(
          LOOKUP, "llama_model_is_recurrent", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
  private static final MethodHandle MODEL_IS_HYBRID =
      Downcalls.link(LOOKUP, "llama_model_is_hybrid", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
  private static final MethodHandle MODEL_IS_DIFFUSION =
      Downcalls.link(
          LOOKUP, "llama_model_is_diffusion", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
  private static final MethodHandle MODEL_HAS_ENCODER =
      Downcalls.link(
          LOOKUP, "llama_model_has_encoder", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
  private static final MethodHandle MODEL_FILE_TYPE =
      Downcalls.link(LOOKUP, "llama_model_ftype", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle FILE_TYPE_NAME =
      Downcalls.link(LOOKUP, "llama_ftype_name", FunctionDescriptor.of(ADDRESS, JAVA_INT));
  private static final MethodHandle CONTEXT_INIT =
      Downcalls.link(
          LOOKUP,
          "llama_init_from_model",
          FunctionDescriptor.of(ADDRESS, ADDRESS, LlamaLayouts.CONTEXT_PARAMS.layout()));
  private static final MethodHandle CONTEXT_FREE =
      Downcalls.link(LOOKUP, "llama_free", FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle CONTEXT_LENGTH =
      Downcalls.link(LOOKUP, "llama_n_ctx", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle CONTEXT_LENGTH_PER_SEQUENCE =
      Downcalls.link(LOOKUP, "llama_n_ctx_seq", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle CONTEXT_BATCH =
      Downcalls.link(LOOKUP, "llama_n_batch", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle CONTEXT_MICRO_BATCH =
      Downcalls.link(LOOKUP, "llama_n_ubatch", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle CONTEXT_SEQUENCES =
      Downcalls.link(LOOKUP, "llama_n_seq_max", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle CONTEXT_MEMORY =
      Downcalls.link(LOOKUP, "llama_get_memory", FunctionDescriptor.of(ADDRESS, ADDRESS));
  private static final MethodHandle DECODE =
      Downcalls.link(
          LOOKUP,
          "llama_decode",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, LlamaLayouts.BATCH.layout()));
  private static final MethodHandle SET_THREADS =
      Downcalls.link(
          LOOKUP, "llama_set_n_threads", FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT));
  private static final MethodHandle SET_ABORT_CALLBACK =
      Downcalls.link(
          LOOKUP, "llama_set_abort_callback", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle ATTACH_THREADPOOL =
      Downcalls.link(
          LOOKUP, "llama_attach_threadpool", FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle DETACH_THREADPOOL =
      Downcalls.link(LOOKUP, "llama_detach_threadpool", FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle LOGITS =
      Downcalls.link(
          LOOKUP, "llama_get_logits_ith", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle MEMORY_CLEAR =
      Downcalls.link(
          LOOKUP, "llama_memory_clear", FunctionDescriptor.ofVoid(ADDRESS, JAVA_BOOLEAN));
  private static final MethodHandle MEMORY_REMOVE =
      Downcalls.link(
          LOOKUP,
          "llama_memory_seq_rm",
          FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle MEMORY_COPY =
      Downcalls.link(
          LOOKUP,
          "llama_memory_seq_cp",
          FunctionDescriptor.ofVoid(ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT));
  private static final MethodHandle MEMORY_FIRST =
      Downcalls.linkBrief(
          LOOKUP, "llama_memory_seq_pos_min", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle MEMORY_LAST =
      Downcalls.linkBrief(
          LOOKUP, "llama_memory_seq_pos_max", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
  private static final MethodHandle STATE_SIZE =
      Downcalls.link(
          LOOKUP, "llama_state_seq_get_size", FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_INT));
  private static final MethodHandle STATE_SAVE =
      Downcalls.link(
          LOOKUP,
          "llama_state_seq_get_data",
          FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle STATE_RESTORE =
      Downcalls.link(
          LOOKUP,
          "llama_state_seq_set_data",
          FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT));
  private static final MethodHandle ADAPTER_LOAD =
      Downcalls.link(
          LOOKUP, "llama_adapter_lora_init", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle ADAPTER_FREE =
      Downcalls.link(LOOKUP, "llama_adapter_lora_free", FunctionDescriptor.ofVoid(ADDRESS));
  private static final MethodHandle SET_ADAPTERS =
      Downcalls.link(
          LOOKUP,
          "llama_set_adapters_lora",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
  private static final MethodHandle VOCABULARY_SIZE =
      Downcalls.link(LOOKUP, "llama_vocab_n_tokens", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle VOCABULARY_TYPE =
      Downcalls.link(LOOKUP, "llama_vocab_type", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle IS_END_OF_GENERATION =
      Downcalls.linkBrief(
          LOOKUP, "llama_vocab_is_eog", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT));
  private static final MethodHandle IS_CONTROL =
      Downcalls.linkBrief(
          LOOKUP, "llama_vocab_is_control", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS, JAVA_INT));
  private static final MethodHandle BEGIN_OF_TEXT =
      Downcalls.link(LOOKUP, "llama_vocab_bos", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle END_OF_TEXT =
      Downcalls.link(LOOKUP, "llama_vocab_eos", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle END_OF_TURN =
      Downcalls.link(LOOKUP, "llama_vocab_eot", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle NEW_LINE =
      Downcalls.link(LOOKUP, "llama_vocab_nl", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle PADDING =
      Downcalls.link(LOOKUP, "llama_vocab_pad", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle SEPARATOR =
      Downcalls.link(LOOKUP, "llama_vocab_sep", FunctionDescriptor.of(JAVA_INT, ADDRESS));
  private static final MethodHandle ADDS_BEGIN_OF_TEXT =
      Downcalls.link(
          LOOKUP, "llama_vocab_get_add_bos", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
  private static final MethodHandle ADDS_END_OF_TEXT =
      Downcalls.link(
          LOOKUP, "llama_vocab_get_add_eos", FunctionDescriptor.of(JAVA_BOOLEAN, ADDRESS));
  private static final MethodHandle TOKEN_TEXT =
      Downcalls.link(
          LOOKUP, "llama_vocab_get_text", FunctionDescriptor.of(ADDRESS, ADDRESS, JAVA_INT));
  private static final MethodHandle SUPPRESSED_TOKENS =
      Downcalls.link(
          LOOKUP,
          "llama_vocab_get_suppress_tokens",
          FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS));
  private static final MethodHandle TOKENIZE =
      Downcalls.link(
          LOOKUP,
          "llama_tokenize",
          FunctionDescriptor.of(
              JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_BOOLEAN, JAVA_BOOLEAN));
  private static final MethodHandle TOKEN_TO_PIECE =
      Downcalls.linkBrief(
          LOOKUP,
          "llama_token_to_piece",
          FunctionDescriptor.of(
              JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT, JAVA_BOOLEAN));
  private static final MethodHandle QUANTIZE =
      Downcalls.link(
          LOOKUP,
          "llama_model_quantize",
          FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));

  private LlamaSymbols() {}

  static MemorySegment version() {
    try {
      return (MemorySegment) VERSION.invokeExact();
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static void backendInit() {
    try {
      BACKEND_INIT.invokeExact();
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static void logSet(MemorySegment callback, MemorySegment userData) {
    try {
      LOG_SET.invokeExact(callback, userData);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment modelDefaults(SegmentAllocator allocator) {
    try {
      return (MemorySegment) MODEL_DEFAULTS.invokeExact(allocator);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment contextDefaults(SegmentAllocator allocator) {
    try {
      return (MemorySegment) CONTEXT_DEFAULTS.invokeExact(allocator);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment quantizeDefaults(SegmentAllocator allocator) {
    try {
      return (MemorySegment) QUANTIZE_DEFAULTS.invokeExact(allocator);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static long maxDevices() {
    try {
      return (long) MAX_DEVICES.invokeExact();
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment systemInfo() {
    try {
      return (MemorySegment) SYSTEM_INFO.invokeExact();
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment modelLoad(MemorySegment path, MemorySegment params) {
    try {
      return (MemorySegment) MODEL_LOAD.invokeExact(path, params);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static void modelFree(MemorySegment model) {
    try {
      MODEL_FREE.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment modelVocabulary(MemorySegment model) {
    try {
      return (MemorySegment) MODEL_VOCABULARY.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int modelTrainingContext(MemorySegment model) {
    try {
      return (int) MODEL_TRAINING_CONTEXT.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int modelEmbedding(MemorySegment model) {
    try {
      return (int) MODEL_EMBEDDING.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int modelLayers(MemorySegment model) {
    try {
      return (int) MODEL_LAYERS.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int modelHeads(MemorySegment model) {
    try {
      return (int) MODEL_HEADS.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int modelKvHeads(MemorySegment model) {
    try {
      return (int) MODEL_KV_HEADS.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int modelSlidingWindow(MemorySegment model) {
    try {
      return (int) MODEL_SLIDING_WINDOW.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static long modelSize(MemorySegment model) {
    try {
      return (long) MODEL_SIZE.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static long modelParameters(MemorySegment model) {
    try {
      return (long) MODEL_PARAMETERS.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int modelDescription(MemorySegment model, MemorySegment buffer, long size) {
    try {
      return (int) MODEL_DESCRIPTION.invokeExact(model, buffer, size);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int modelMetadata(
      MemorySegment model, MemorySegment key, MemorySegment buffer, long size) {
    try {
      return (int) MODEL_METADATA.invokeExact(model, key, buffer, size);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int modelMetadataCount(MemorySegment model) {
    try {
      return (int) MODEL_METADATA_COUNT.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int modelMetadataKey(MemorySegment model, int index, MemorySegment buffer, long size) {
    try {
      return (int) MODEL_METADATA_KEY.invokeExact(model, index, buffer, size);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment modelChatTemplate(MemorySegment model, MemorySegment name) {
    try {
      return (MemorySegment) MODEL_CHAT_TEMPLATE.invokeExact(model, name);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static boolean modelIsRecurrent(MemorySegment model) {
    try {
      return (boolean) MODEL_IS_RECURRENT.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static boolean modelIsHybrid(MemorySegment model) {
    try {
      return (boolean) MODEL_IS_HYBRID.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static boolean modelIsDiffusion(MemorySegment model) {
    try {
      return (boolean) MODEL_IS_DIFFUSION.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static boolean modelHasEncoder(MemorySegment model) {
    try {
      return (boolean) MODEL_HAS_ENCODER.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int modelFileType(MemorySegment model) {
    try {
      return (int) MODEL_FILE_TYPE.invokeExact(model);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment fileTypeName(int fileType) {
    try {
      return (MemorySegment) FILE_TYPE_NAME.invokeExact(fileType);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment contextInit(MemorySegment model, MemorySegment params) {
    try {
      return (MemorySegment) CONTEXT_INIT.invokeExact(model, params);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static void contextFree(MemorySegment context) {
    try {
      CONTEXT_FREE.invokeExact(context);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int contextLength(MemorySegment context) {
    try {
      return (int) CONTEXT_LENGTH.invokeExact(context);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int contextLengthPerSequence(MemorySegment context) {
    try {
      return (int) CONTEXT_LENGTH_PER_SEQUENCE.invokeExact(context);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int contextBatch(MemorySegment context) {
    try {
      return (int) CONTEXT_BATCH.invokeExact(context);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int contextMicroBatch(MemorySegment context) {
    try {
      return (int) CONTEXT_MICRO_BATCH.invokeExact(context);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int contextSequences(MemorySegment context) {
    try {
      return (int) CONTEXT_SEQUENCES.invokeExact(context);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment contextMemory(MemorySegment context) {
    try {
      return (MemorySegment) CONTEXT_MEMORY.invokeExact(context);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int decode(MemorySegment context, MemorySegment batch) {
    try {
      return (int) DECODE.invokeExact(context, batch);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static void setThreads(MemorySegment context, int threads, int batchThreads) {
    try {
      SET_THREADS.invokeExact(context, threads, batchThreads);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static void setAbortCallback(MemorySegment context, MemorySegment callback, MemorySegment data) {
    try {
      SET_ABORT_CALLBACK.invokeExact(context, callback, data);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static void attachThreadpool(MemorySegment context, MemorySegment pool, MemorySegment batchPool) {
    try {
      ATTACH_THREADPOOL.invokeExact(context, pool, batchPool);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static void detachThreadpool(MemorySegment context) {
    try {
      DETACH_THREADPOOL.invokeExact(context);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment logits(MemorySegment context, int row) {
    try {
      return (MemorySegment) LOGITS.invokeExact(context, row);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static void memoryClear(MemorySegment memory, boolean data) {
    try {
      MEMORY_CLEAR.invokeExact(memory, data);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static boolean memoryRemove(MemorySegment memory, int sequence, int from, int to) {
    try {
      return (boolean) MEMORY_REMOVE.invokeExact(memory, sequence, from, to);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static void memoryCopy(MemorySegment memory, int source, int target, int from, int to) {
    try {
      MEMORY_COPY.invokeExact(memory, source, target, from, to);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int memoryFirst(MemorySegment memory, int sequence) {
    try {
      return (int) MEMORY_FIRST.invokeExact(memory, sequence);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int memoryLast(MemorySegment memory, int sequence) {
    try {
      return (int) MEMORY_LAST.invokeExact(memory, sequence);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static long stateSize(MemorySegment context, int sequence) {
    try {
      return (long) STATE_SIZE.invokeExact(context, sequence);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static long stateSave(MemorySegment context, MemorySegment target, long size, int sequence) {
    try {
      return (long) STATE_SAVE.invokeExact(context, target, size, sequence);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static long stateRestore(MemorySegment context, MemorySegment source, long size, int sequence) {
    try {
      return (long) STATE_RESTORE.invokeExact(context, source, size, sequence);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment adapterLoad(MemorySegment model, MemorySegment path) {
    try {
      return (MemorySegment) ADAPTER_LOAD.invokeExact(model, path);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static void adapterFree(MemorySegment adapter) {
    try {
      ADAPTER_FREE.invokeExact(adapter);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int setAdapters(
      MemorySegment context, MemorySegment adapters, long count, MemorySegment scales) {
    try {
      return (int) SET_ADAPTERS.invokeExact(context, adapters, count, scales);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int vocabularySize(MemorySegment vocabulary) {
    try {
      return (int) VOCABULARY_SIZE.invokeExact(vocabulary);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int vocabularyType(MemorySegment vocabulary) {
    try {
      return (int) VOCABULARY_TYPE.invokeExact(vocabulary);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static boolean isEndOfGeneration(MemorySegment vocabulary, int token) {
    try {
      return (boolean) IS_END_OF_GENERATION.invokeExact(vocabulary, token);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static boolean isControl(MemorySegment vocabulary, int token) {
    try {
      return (boolean) IS_CONTROL.invokeExact(vocabulary, token);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int beginOfText(MemorySegment vocabulary) {
    try {
      return (int) BEGIN_OF_TEXT.invokeExact(vocabulary);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int endOfText(MemorySegment vocabulary) {
    try {
      return (int) END_OF_TEXT.invokeExact(vocabulary);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int endOfTurn(MemorySegment vocabulary) {
    try {
      return (int) END_OF_TURN.invokeExact(vocabulary);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int newLine(MemorySegment vocabulary) {
    try {
      return (int) NEW_LINE.invokeExact(vocabulary);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int padding(MemorySegment vocabulary) {
    try {
      return (int) PADDING.invokeExact(vocabulary);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int separator(MemorySegment vocabulary) {
    try {
      return (int) SEPARATOR.invokeExact(vocabulary);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static boolean addsBeginOfText(MemorySegment vocabulary) {
    try {
      return (boolean) ADDS_BEGIN_OF_TEXT.invokeExact(vocabulary);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static boolean addsEndOfText(MemorySegment vocabulary) {
    try {
      return (boolean) ADDS_END_OF_TEXT.invokeExact(vocabulary);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment tokenText(MemorySegment vocabulary, int token) {
    try {
      return (MemorySegment) TOKEN_TEXT.invokeExact(vocabulary, token);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static MemorySegment suppressedTokens(MemorySegment vocabulary, MemorySegment count) {
    try {
      return (MemorySegment) SUPPRESSED_TOKENS.invokeExact(vocabulary, count);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int tokenize(
      MemorySegment vocabulary,
      MemorySegment text,
      int length,
      MemorySegment tokens,
      int capacity,
      boolean addSpecial,
      boolean parseSpecial) {
    try {
      return (int)
          TOKENIZE.invokeExact(
              vocabulary, text, length, tokens, capacity, addSpecial, parseSpecial);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int tokenToPiece(
      MemorySegment vocabulary,
      int token,
      MemorySegment buffer,
      int length,
      int skippedSpaces,
      boolean special) {
    try {
      return (int)
          TOKEN_TO_PIECE.invokeExact(vocabulary, token, buffer, length, skippedSpaces, special);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  static int quantize(MemorySegment source, MemorySegment target, MemorySegment params) {
    try {
      return (int) QUANTIZE.invokeExact(source, target, params);
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }
}
