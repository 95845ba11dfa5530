// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import io.adyton.gguf.GgufException.Reason;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tokenizers that are served, and what each needs ({@code llama_vocab::impl::load}).
 *
 * <p>libllama v0.5.0 has more. Its {@code rwkv} never returns from a text that starts like a token
 * and is none, its {@code t5} throws across the C boundary, {@code bert} belongs to encoders.
 */
enum TokenizerKind {
  SENTENCE_PIECE("llama", 1, 2),
  BYTE_PAIR("gpt2", 11, 11),
  BYTE_PAIR_DNA("hybriddna", 11, 11),
  BYTE_PAIR_WHITESPACE("whitespace", 11, 11),
  BYTE_PAIR_GEMMA4("gemma4", null, null),
  PLAMO2("plamo2", 1, 2);

  static final String MODEL_KEY = "tokenizer.ggml.model";
  static final String PRE_KEY = "tokenizer.ggml.pre";

  private static final Set<String> PRE_TOKENIZERS =
      Set.of(
          "a.x-4.0",
          "afmoe",
          "bailingmoe",
          "bailingmoe2",
          "bloom",
          "chameleon",
          "chatglm-bpe",
          "codeshell",
          "cohere2moe",
          "command-r",
          "dbrx",
          "deepseek-coder",
          "deepseek-llm",
          "deepseek-r1-qwen",
          "deepseek-v3",
          "default",
          "exaone",
          "exaone-moe",
          "exaone4",
          "f2llmv2",
          "falcon",
          "falcon-h1",
          "falcon3",
          "gemma4",
          "gigachat",
          "glm4",
          "gpt-2",
          "gpt-4o",
          "gpt3-finnish",
          "granite-docling",
          "granite-embed-multi-311m",
          "granite-embed-multi-97m",
          "grok-2",
          "hunyuan",
          "hunyuan-dense",
          "hy_v4",
          "jais",
          "jais-2",
          "jina-de",
          "jina-es",
          "jina-v1-en",
          "jina-v2-code",
          "jina-v2-de",
          "jina-v2-es",
          "jina-v5-nano",
          "joyai-llm",
          "kanana2",
          "kimi-k2",
          "kormo",
          "laguna",
          "lfm2",
          "llada-moe",
          "llama-bpe",
          "llama-v3",
          "llama3",
          "llama4",
          "megrez",
          "mellum",
          "mellum2",
          "midm-2.0",
          "minerva-7b",
          "minicpm5",
          "minimax-m2",
          "modern-bert",
          "mpt",
          "olmo",
          "phi-2",
          "pixtral",
          "poro-chat",
          "qwen2",
          "qwen35",
          "refact",
          "roberta-bpe",
          "sarvam-moe",
          "seed-coder",
          "smaug-bpe",
          "smollm",
          "solar-open",
          "spark2_5",
          "stablelm2",
          "starcoder",
          "superbpe",
          "talkie",
          "tekken",
          "tiny_aya",
          "trillion",
          "ufakzeka",
          "viking",
          "whitespace",
          "youtu");

  /** Those for which libllama drops the default begin-of-text token. */
  private static final Set<String> NO_DEFAULT_BEGIN = Set.of("chatglm-bpe", "glm4");

  /** Those that put a begin-of-text token first unless told otherwise. */
  private static final Set<String> BEGIN_BY_DEFAULT =
      Set.of(
          "chameleon",
          "falcon-h1",
          "falcon3",
          "jina-v5-nano",
          "lfm2",
          "llama-bpe",
          "llama-v3",
          "llama3",
          "midm-2.0",
          "pixtral",
          "tekken");

  private final String label;
  private final @Nullable Integer defaultBegin;
  private final @Nullable Integer defaultEnd;

  TokenizerKind(String label, @Nullable Integer defaultBegin, @Nullable Integer defaultEnd) {
    this.label = label;
    this.defaultBegin = defaultBegin;
    this.defaultEnd = defaultEnd;
  }

  static TokenizerKind of(String label) throws GgufException {
    return Arrays.stream(values())
        .filter(tokenizer -> tokenizer.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new GgufException(
                    Reason.TOKENIZER,
                    "Key '%s' must be one of %s."
                        .formatted(MODEL_KEY, Arrays.stream(values()).map(t -> t.label).toList())));
  }

  static void checkPreTokenizer(String label) throws GgufException {
    if (!label.isEmpty() && !PRE_TOKENIZERS.contains(label)) {
      throw new GgufException(
          Reason.TOKENIZER,
          "Key '%s' must be one of the %d pre-tokenizers of libllama v0.5.0."
              .formatted(PRE_KEY, PRE_TOKENIZERS.size()));
    }
  }

  boolean isBytePair() {
    return switch (this) {
      case BYTE_PAIR, BYTE_PAIR_DNA, BYTE_PAIR_WHITESPACE, BYTE_PAIR_GEMMA4 -> true;
      case SENTENCE_PIECE, PLAMO2 -> false;
    };
  }

  /** Whether libllama ends the process on a byte it has no token {@code <0xHH>} for. */
  boolean needsByteTokens() {
    return this == SENTENCE_PIECE || this == PLAMO2;
  }

  Optional<Integer> defaultBegin(String preTokenizer) {
    return NO_DEFAULT_BEGIN.contains(preTokenizer)
        ? Optional.empty()
        : Optional.ofNullable(defaultBegin);
  }

  Optional<Integer> defaultEnd() {
    return Optional.ofNullable(defaultEnd);
  }

  boolean addsBeginByDefault(String preTokenizer) {
    return this == SENTENCE_PIECE
        || this == BYTE_PAIR_GEMMA4
        || (isBytePair() && BEGIN_BY_DEFAULT.contains(preTokenizer));
  }
}
