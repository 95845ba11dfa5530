// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;

/** Small models with random weights that libllama loads and runs: a few hundred kilobytes. */
public final class TinyModels {
  private static final int WIDTH = 32;
  private static final int FEED_FORWARD = 64;
  private static final int HEADS = 4;
  private static final int KV_HEADS = 2;
  private static final int BLOCKS = 2;

  private TinyModels() {}

  /** A llama with a byte-pair vocabulary, a chat template and F32 weights. */
  public static GgufDraft bytePairLlama() {
    List<String> tokens = bytePairTokens();
    int[] types = new int[tokens.size()];
    Arrays.fill(types, 0, 4, 3);
    Arrays.fill(types, 4, types.length, 1);
    GgufDraft draft = hyperParameters(tokens.size());
    draft.text("tokenizer.ggml.model", "gpt2");
    draft.text("tokenizer.ggml.pre", "smollm");
    draft.texts("tokenizer.ggml.tokens", tokens);
    draft.int32s("tokenizer.ggml.token_type", types);
    draft.texts("tokenizer.ggml.merges", List.of("t h", "th e"));
    draft.u32("tokenizer.ggml.bos_token_id", 1);
    draft.u32("tokenizer.ggml.eos_token_id", 2);
    draft.u32("tokenizer.ggml.unknown_token_id", 3);
    draft.flag("tokenizer.ggml.add_bos_token", false);
    draft.text(
        "tokenizer.chat_template",
        "{% for m in messages %}<|im_start|>{{ m.role }}\n{{ m.content }}<|im_end|>\n{% endfor %}");
    weights(draft, tokens.size(), GgmlType.F32);
    return draft;
  }

  /** A llama with a sentence-piece vocabulary and Q8_0 matrices. */
  public static GgufDraft sentencePieceLlama() {
    List<String> tokens = new ArrayList<>(List.of("<unk>", "<s>", "</s>"));
    for (int b = 0; b < 256; b++) {
      tokens.add("<0x%02X>".formatted(b));
    }
    tokens.addAll(List.of("\u2581", "a", "b", "c", "ab", "\u2581a"));
    int[] types = new int[tokens.size()];
    float[] scores = new float[tokens.size()];
    for (int i = 0; i < tokens.size(); i++) {
      types[i] = i == 0 ? 2 : i < 3 ? 3 : i < 259 ? 6 : 1;
      scores[i] = i < 259 ? 0 : -i;
    }
    GgufDraft draft = hyperParameters(tokens.size());
    draft.text("tokenizer.ggml.model", "llama");
    draft.text("tokenizer.ggml.pre", "default");
    draft.texts("tokenizer.ggml.tokens", tokens);
    draft.float32s("tokenizer.ggml.scores", scores);
    draft.int32s("tokenizer.ggml.token_type", types);
    draft.u32("tokenizer.ggml.bos_token_id", 1);
    draft.u32("tokenizer.ggml.eos_token_id", 2);
    draft.u32("tokenizer.ggml.unknown_token_id", 0);
    draft.flag("tokenizer.ggml.add_bos_token", true);
    weights(draft, tokens.size(), GgmlType.Q8_0);
    return draft;
  }

  /** Not valid: libllama asserts that token texts are unique. */
  public static GgufDraft withTwoEqualTokens() {
    GgufDraft draft = bytePairLlama();
    draft.key("tokenizer.ggml.tokens").value =
        GgufDraft.textArray(Collections.nCopies(bytePairTokens().size(), "same"));
    return draft;
  }

  /** Valid as far as the header goes, but libllama refuses the shape of a layer. */
  public static GgufDraft withSwappedLayer() {
    GgufDraft draft = bytePairLlama();
    draft.tensor("blk.0.ffn_down.weight").shape = new long[] {WIDTH, FEED_FORWARD};
    return draft;
  }

  /** Not valid: libllama's {@code rwkv} tokenizer never returns with this vocabulary. */
  public static GgufDraft withEndlessTokenizer() {
    GgufDraft draft = bytePairLlama();
    draft.key("tokenizer.ggml.model").value = GgufDraft.string("rwkv");
    return draft;
  }

  private static List<String> bytePairTokens() {
    List<String> tokens =
        new ArrayList<>(List.of("<|endoftext|>", "<|im_start|>", "<|im_end|>", "<unk>"));
    for (int b = 0; b < 256; b++) {
      tokens.add(byteLetter(b));
    }
    tokens.addAll(List.of("th", "the"));
    return tokens;
  }

  private static GgufDraft hyperParameters(int vocabulary) {
    return new GgufDraft()
        .text("general.architecture", "llama")
        .text("general.name", "Tiny")
        .text("general.license", "apache-2.0")
        .u32("general.file_type", 0)
        .u32("llama.block_count", BLOCKS)
        .u32("llama.context_length", 128)
        .u32("llama.embedding_length", WIDTH)
        .u32("llama.feed_forward_length", FEED_FORWARD)
        .u32("llama.attention.head_count", HEADS)
        .u32("llama.attention.head_count_kv", KV_HEADS)
        .u32("llama.rope.dimension_count", WIDTH / HEADS)
        .f32("llama.rope.freq_base", 10_000f)
        .f32("llama.attention.layer_norm_rms_epsilon", 1e-5f)
        .u32("llama.vocab_size", vocabulary);
  }

  private static void weights(GgufDraft draft, int vocabulary, GgmlType type) {
    SplittableRandom random = new SplittableRandom(7);
    int kv = WIDTH / HEADS * KV_HEADS;
    matrix(draft, "token_embd.weight", type, random, WIDTH, vocabulary);
    for (int b = 0; b < BLOCKS; b++) {
      String block = "blk." + b + ".";
      norm(draft, block + "attn_norm.weight");
      matrix(draft, block + "attn_q.weight", type, random, WIDTH, WIDTH);
      matrix(draft, block + "attn_k.weight", type, random, WIDTH, kv);
      matrix(draft, block + "attn_v.weight", type, random, WIDTH, kv);
      matrix(draft, block + "attn_output.weight", type, random, WIDTH, WIDTH);
      norm(draft, block + "ffn_norm.weight");
      matrix(draft, block + "ffn_gate.weight", type, random, WIDTH, FEED_FORWARD);
      matrix(draft, block + "ffn_down.weight", type, random, FEED_FORWARD, WIDTH);
      matrix(draft, block + "ffn_up.weight", type, random, WIDTH, FEED_FORWARD);
    }
    norm(draft, "output_norm.weight");
  }

  private static void norm(GgufDraft draft, String name) {
    ByteBuffer data = little(4 * WIDTH);
    for (int i = 0; i < WIDTH; i++) {
      data.putFloat(1f);
    }
    draft.tensor(name, GgmlType.F32, data.array(), WIDTH);
  }

  private static void matrix(
      GgufDraft draft, String name, GgmlType type, SplittableRandom random, int row, int rows) {
    int blocks = row / type.blockElements() * rows;
    ByteBuffer data = little(blocks * type.blockBytes());
    for (int i = 0; i < blocks; i++) {
      if (type == GgmlType.F32) {
        data.putFloat((float) random.nextDouble(-0.1, 0.1));
      } else {
        data.putShort(Float.floatToFloat16(0.001f));
        byte[] quants = new byte[type.blockBytes() - 2];
        random.nextBytes(quants);
        data.put(quants);
      }
    }
    draft.tensor(name, type, data.array(), row, rows);
  }

  /** The letter GPT-2's byte-level vocabularies write for a byte. */
  private static String byteLetter(int value) {
    boolean printable =
        value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xAC || value >= 0xAE;
    if (printable) {
      return String.valueOf((char) value);
    }
    int rank = value < '!' ? value : value < 0xA1 ? 33 + value - 0x7F : 33 + 34;
    return String.valueOf((char) (256 + rank));
  }

  private static ByteBuffer little(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }
}
