// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import io.adyton.gguf.GgufException.Reason;
import java.util.Set;

/**
 * Which architectures may be loaded: those of libllama v0.5.0 (src/llama-arch.cpp) that continue
 * text token by token. Encoders, drafting heads, diffusion and speech models are known to libllama
 * but cannot answer a chat.
 */
final class Architectures {
  static final Set<String> SERVED =
      Set.of(
          "afmoe",
          "apertus",
          "arcee",
          "arctic",
          "arwkv7",
          "baichuan",
          "bailingmoe",
          "bailingmoe2",
          "bailingmoe3",
          "bitnet",
          "bloom",
          "chameleon",
          "chatglm",
          "codeshell",
          "cogvlm",
          "cohere2",
          "cohere2moe",
          "command-r",
          "dbrx",
          "deci",
          "deepseek",
          "deepseek2",
          "deepseek2-ocr",
          "deepseek32",
          "deepseek4",
          "dots1",
          "dots3note",
          "ernie4_5",
          "ernie4_5-moe",
          "exaone",
          "exaone-moe",
          "exaone4",
          "falcon",
          "falcon-h1",
          "gemma",
          "gemma2",
          "gemma3",
          "gemma3n",
          "gemma4",
          "glm-dsa",
          "glm4",
          "glm4moe",
          "gpt-oss",
          "gpt2",
          "gptneox",
          "granite",
          "granite_swa",
          "granitehybrid",
          "granitemoe",
          "graniteswitch",
          "grok",
          "grovemoe",
          "hrm_text",
          "hunyuan-dense",
          "hunyuan-moe",
          "hunyuan_vl",
          "hy_v3",
          "hy_v4",
          "internlm2",
          "jais",
          "jais2",
          "jamba",
          "kimi-k3",
          "kimi-linear",
          "laguna",
          "lfm2",
          "lfm2moe",
          "llama",
          "llama4",
          "maincoder",
          "mamba",
          "mamba2",
          "maple",
          "mellum",
          "mimo2",
          "minicpm",
          "minicpm3",
          "minimax-01",
          "minimax-m2",
          "minimax-m3",
          "mistral3",
          "mistral4",
          "mpt",
          "muse-glimmer",
          "nanbeige",
          "nemotron",
          "nemotron_h",
          "nemotron_h_moe",
          "olmo",
          "olmo2",
          "olmoe",
          "openelm",
          "orion",
          "paddleocr",
          "pangu-embedded",
          "phi2",
          "phi3",
          "phimoe",
          "plamo",
          "plamo2",
          "plamo3",
          "plm",
          "qwen",
          "qwen2",
          "qwen2moe",
          "qwen2vl",
          "qwen3",
          "qwen35",
          "qwen35moe",
          "qwen3moe",
          "qwen3next",
          "qwen3vl",
          "qwen3vlmoe",
          "qwen4exp",
          "refact",
          "rwkv6",
          "rwkv6qwen2",
          "rwkv7",
          "seed_oss",
          "smallthinker",
          "smollm3",
          "spark2_5",
          "stablelm",
          "starcoder",
          "starcoder2",
          "step35",
          "talkie",
          "xverse");

  /** Those that keep a state instead of keys and values, and so need no heads. */
  private static final Set<String> RECURRENT =
      Set.of("arwkv7", "mamba", "mamba2", "rwkv6", "rwkv6qwen2", "rwkv7");

  /** Those whose graph asserts that key, value and rotated width of a head are equal. */
  private static final Set<String> WHOLE_HEADS_ROTATED =
      Set.of(
          "apertus",
          "arcee",
          "arctic",
          "baichuan",
          "chameleon",
          "codeshell",
          "cogvlm",
          "cohere2moe",
          "dbrx",
          "deci",
          "deepseek",
          "dots1",
          "ernie4_5",
          "ernie4_5-moe",
          "exaone",
          "falcon",
          "granite",
          "granitemoe",
          "grok",
          "grovemoe",
          "hunyuan-moe",
          "internlm2",
          "jais2",
          "llama",
          "maincoder",
          "mistral3",
          "olmo",
          "olmo2",
          "olmoe",
          "orion",
          "pangu-embedded",
          "plamo",
          "qwen2",
          "qwen2moe",
          "qwen2vl",
          "qwen3",
          "qwen3moe",
          "qwen3vl",
          "qwen3vlmoe",
          "seed_oss",
          "smallthinker",
          "smollm3",
          "starcoder2",
          "talkie",
          "xverse");

  /** Those with blocks that have no attention at all, marked by a head count of 0. */
  private static final Set<String> HEADLESS_BLOCKS =
      Set.of(
          "bailingmoe3",
          "deci",
          "falcon-h1",
          "granitehybrid",
          "jamba",
          "kimi-k3",
          "kimi-linear",
          "lfm2",
          "lfm2moe",
          "nemotron_h",
          "nemotron_h_moe",
          "openelm",
          "plamo2",
          "qwen35",
          "qwen35moe",
          "qwen3next",
          "qwen4exp");

  /** Those whose graph asserts that there are experts. */
  private static final Set<String> ONLY_WITH_EXPERTS =
      Set.of("bailingmoe2", "grovemoe", "smallthinker");

  /** Those that rotate a head in sections, at least one of which must not be empty. */
  private static final Set<String> ROTATED_IN_SECTIONS =
      Set.of("paddleocr", "qwen2vl", "qwen35", "qwen35moe", "qwen3vl", "qwen3vlmoe", "qwen4exp");

  private Architectures() {}

  static void check(String architecture) throws GgufException {
    if (!SERVED.contains(architecture)) {
      throw new GgufException(
          Reason.ARCHITECTURE,
          "Key 'general.architecture' names %s, which is not one of the %d architectures served."
              .formatted(shown(architecture), SERVED.size()));
    }
  }

  static boolean isRecurrent(String architecture) {
    return RECURRENT.contains(architecture);
  }

  static boolean rotatesWholeHeads(String architecture) {
    return WHOLE_HEADS_ROTATED.contains(architecture);
  }

  static boolean needsHeadsInEveryBlock(String architecture) {
    return !isRecurrent(architecture) && !HEADLESS_BLOCKS.contains(architecture);
  }

  static boolean needsExperts(String architecture) {
    return ONLY_WITH_EXPERTS.contains(architecture);
  }

  static boolean rotatesInSections(String architecture) {
    return ROTATED_IN_SECTIONS.contains(architecture);
  }

  private static String shown(String architecture) {
    return architecture.matches("[a-z0-9_.-]{1,32}") ? "'" + architecture + "'" : "something else";
  }
}
