// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import io.adyton.gguf.GgufException.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that shape a model, checked for what libllama asserts, divides by or allocates from
 * without a look ({@code load_hparams} in llama-model.cpp and the graphs in src/models).
 *
 * @param contextLength tokens the model was trained on
 * @param embeddingLength width of a token's vector
 * @param blockCount layers
 */
record HyperParameters(
    String architecture, long contextLength, long embeddingLength, int blockCount) {
  /** {@code LLAMA_MAX_LAYERS}. */
  private static final int MAX_BLOCKS = 512;

  /** {@code LLAMA_MAX_EXPERTS}. */
  private static final int MAX_EXPERTS = 1_024;

  private static final long MAX_CONTEXT_LENGTH = 1L << 28;
  private static final long MAX_WIDTH = 1L << 20;
  private static final long MAX_HEADS = 1L << 14;
  private static final double MAX_SCALE = 1e12;

  private static final Set<String> ROPE_SCALINGS = Set.of("none", "linear", "yarn", "longrope");

  /** Counts that other numbers are divided by or sized from; 0 would end the process. */
  private static final List<String> POSITIVE_WIDTHS =
      List.of(
          "features_length",
          "embedding_length_out",
          "attention.key_length_swa",
          "attention.value_length_swa",
          "attention.key_length_mla",
          "attention.value_length_mla",
          "ssm.conv_kernel",
          "ssm.inner_size",
          "ssm.state_size",
          "ssm.time_step_rank",
          "wkv.head_size",
          "kda.head_dim",
          "shortconv.l_cache",
          "full_attention_interval",
          "token_shift_count");

  private static final List<String> WIDTHS =
      List.of(
          "expert_shared_feed_forward_length",
          "attention.q_lora_rank",
          "attention.kv_lora_rank",
          "ssm.group_count",
          "rope.dimension_count_swa",
          "leading_dense_block_count",
          "expert_shared_count",
          "time_mix_extra_dim",
          "time_decay_extra_dim");

  private static final List<String> EPSILONS =
      List.of(
          "attention.layer_norm_rms_epsilon",
          "attention.layer_norm_epsilon",
          "attention.group_norm_epsilon");

  private static final List<String> SCALES =
      List.of(
          "rope.freq_base",
          "rope.freq_base_swa",
          "rope.scale_linear",
          "rope.scaling.factor",
          "rope.scaling.attn_factor",
          "logit_scale",
          "residual_scale",
          "embedding_scale",
          "attention.scale",
          "attention.clamp_kqv",
          "attention.max_alibi_bias",
          "attn_logit_softcapping",
          "final_logit_softcapping",
          "expert_weights_scale");

  static HyperParameters check(MetadataRules keys, String architecture) throws GgufException {
    String prefix = architecture + ".";
    int blocks = (int) keys.requiredCount(prefix + "block_count", 1, MAX_BLOCKS);
    HyperParameters parameters =
        new HyperParameters(
            architecture,
            keys.requiredCount(prefix + "context_length", 1, MAX_CONTEXT_LENGTH),
            keys.requiredCount(prefix + "embedding_length", 1, MAX_WIDTH),
            blocks);
    parameters.checkRanges(keys, prefix);
    parameters.checkHeads(keys, prefix);
    parameters.checkExperts(keys, prefix);
    return parameters;
  }

  private void checkRanges(MetadataRules keys, String prefix) throws GgufException {
    for (String key : POSITIVE_WIDTHS) {
      keys.optionalCount(prefix + key, 1, MAX_WIDTH);
    }
    for (String key : WIDTHS) {
      keys.optionalCount(prefix + key, 0, MAX_WIDTH);
    }
    keys.optionalCounts(prefix + "feed_forward_length", blockCount, 0, MAX_WIDTH);
    keys.optionalCount(prefix + "attention.sliding_window", 0, MAX_CONTEXT_LENGTH);
    keys.optionalCount(prefix + "vocab_size", 1, GgufLimits.MAX_ARRAY_ELEMENTS);
    keys.optionalCount(prefix + "nextn_predict_layers", 0, blockCount);
    keys.optionalCount(prefix + "rope.scaling.original_context_length", 1, MAX_CONTEXT_LENGTH);
    keys.checkWord(prefix + "rope.scaling.type", ROPE_SCALINGS);
    if (EPSILONS.stream().noneMatch(key -> keys.has(prefix + key))) {
      throw MetadataRules.missing(prefix + EPSILONS.getFirst());
    }
    for (String key : EPSILONS) {
      keys.checkReal(prefix + key, 0, 1);
    }
    for (String key : SCALES) {
      keys.checkReal(prefix + key, -MAX_SCALE, MAX_SCALE);
    }
  }

  private void checkHeads(MetadataRules keys, String prefix) throws GgufException {
    String headKey = prefix + "attention.head_count";
    long @Nullable [] heads = keys.optionalCounts(headKey, blockCount, 0, MAX_HEADS);
    if (heads == null) {
      if (!Architectures.isRecurrent(architecture)) {
        throw MetadataRules.missing(headKey);
      }
      return;
    }
    checkGroups(heads, keys.optionalCounts(headKey + "_kv", blockCount, 0, MAX_HEADS), headKey);
    String keyLengthKey = prefix + "attention.key_length";
    long first = heads[0];
    if (first == 0) {
      if (Architectures.needsHeadsInEveryBlock(architecture)) {
        throw new GgufException(
            Reason.KEY_VALUE, "Key '%s' must be positive, but is 0.".formatted(headKey));
      }
      return;
    }
    if (!keys.has(keyLengthKey) && embeddingLength % first != 0) {
      throw new GgufException(
          Reason.KEY_VALUE,
          "Key '%sembedding_length' is %d, which %d heads do not divide."
              .formatted(prefix, embeddingLength, first));
    }
    long evenShare = embeddingLength / first;
    long keyLength = keys.optionalCount(keyLengthKey, 1, MAX_WIDTH).orElse(evenShare);
    long valueLength =
        keys.optionalCount(prefix + "attention.value_length", 1, MAX_WIDTH).orElse(evenShare);
    checkRotation(keys, prefix, keyLength, valueLength);
  }

  private static void checkGroups(long[] heads, long @Nullable [] groups, String headKey)
      throws GgufException {
    if (groups == null) {
      return;
    }
    for (int i = 0; i < heads.length; i++) {
      if (groups[i] > 0 && heads[i] % groups[i] != 0) {
        throw new GgufException(
            Reason.KEY_VALUE,
            "Key '%s_kv' must divide the %d heads of block %d, but is %d."
                .formatted(headKey, heads[i], i, groups[i]));
      }
    }
  }

  private void checkRotation(MetadataRules keys, String prefix, long keyLength, long valueLength)
      throws GgufException {
    String ropeKey = prefix + "rope.dimension_count";
    long rotated = keys.optionalCount(ropeKey, 0, MAX_WIDTH).orElse(keyLength);
    if (rotated % 2 != 0 || rotated > keyLength) {
      throw new GgufException(
          Reason.KEY_VALUE,
          "Key '%s' must be even and at most the %d of a head, but is %d."
              .formatted(ropeKey, keyLength, rotated));
    }
    checkSections(keys, prefix);
    if (Architectures.rotatesWholeHeads(architecture)
        && (rotated != keyLength || valueLength != keyLength)) {
      throw new GgufException(
          Reason.KEY_VALUE,
          "Key, value and rotated width of a '%s' head must be equal, but are %d, %d and %d."
              .formatted(architecture, keyLength, valueLength, rotated));
    }
  }

  private void checkSections(MetadataRules keys, String prefix) throws GgufException {
    String key = prefix + "rope.dimension_sections";
    NumberArray sections =
        keys.optionalNumbers(key, Set.of(GgufValueType.INT32, GgufValueType.UINT32));
    if (sections == null) {
      if (Architectures.rotatesInSections(architecture)) {
        throw MetadataRules.missing(key);
      }
      return;
    }
    LongSummaryStatistics widths =
        IntStream.range(0, sections.size()).mapToLong(sections::whole).summaryStatistics();
    if (widths.getSum() <= 0 || widths.getMin() < 0 || widths.getMax() > MAX_WIDTH) {
      throw new GgufException(
          Reason.KEY_VALUE,
          "Array '%s' must hold widths of which at least one is positive.".formatted(key));
    }
  }

  private void checkExperts(MetadataRules keys, String prefix) throws GgufException {
    long experts = keys.optionalCount(prefix + "expert_count", 0, MAX_EXPERTS).orElse(0);
    long groups = keys.optionalCount(prefix + "expert_group_count", 0, MAX_EXPERTS).orElse(0);
    long groupsUsed =
        keys.optionalCount(prefix + "expert_group_used_count", 0, MAX_EXPERTS).orElse(0);
    keys.optionalCounts(prefix + "expert_feed_forward_length", blockCount, 0, MAX_WIDTH);
    long[] used = keys.optionalCounts(prefix + "expert_used_count", blockCount, 0, experts);
    boolean routes = used != null && Arrays.stream(used).anyMatch(n -> n > 0);
    if (experts > 0 != routes) {
      throw new GgufException(
          Reason.KEY_VALUE,
          "Keys '%sexpert_count' and '%<sexpert_used_count' must both be positive or both 0."
              .formatted(prefix));
    }
    if (experts == 0 && Architectures.needsExperts(architecture)) {
      throw MetadataRules.missing(prefix + "expert_count");
    }
    if (experts == 0 ? groups != 0 : groups >= experts) {
      throw new GgufException(
          Reason.KEY_VALUE,
          "Key '%sexpert_group_count' must be below the %d experts, but is %d."
              .formatted(prefix, experts, groups));
    }
    if (groups > 1 && (experts % groups != 0 || groupsUsed < 1 || groupsUsed >= groups)) {
      throw new GgufException(
          Reason.KEY_VALUE,
          "Keys '%sexpert_group_count' and '%<sexpert_group_used_count' do not fit %d experts: %d and %d."
              .formatted(prefix, experts, groups, groupsUsed));
    }
  }
}
