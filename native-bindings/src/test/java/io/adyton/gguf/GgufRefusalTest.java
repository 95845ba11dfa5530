// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import static io.adyton.gguf.GgufDraft.int32;
import static io.adyton.gguf.GgufDraft.int64;
import static io.adyton.gguf.GgufDraft.string;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.adyton.gguf.GgufException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One file for each way to be refused, and the words that name the culprit. */
class GgufRefusalTest {
  @TempDir private Path directory;

  record Case(Reason reason, String named, Consumer<GgufDraft> spoil) {
    @Override
    public String toString() {
      return reason + ": " + named;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case(Reason.NOT_GGUF, "GGUF", d -> d.magic = 0x12345678),
        new Case(Reason.VERSION, "version 2", d -> d.version = 2),
        new Case(
            Reason.TRUNCATED,
            "inside the value of key 'tokenizer.ggml.tokens'",
            d -> putCount(d, "tokenizer.ggml.tokens", 3_000_000)),
        new Case(Reason.TOO_MANY_KEYS, "at most 4096", d -> d.extraKeys = 5_000),
        new Case(
            Reason.TOO_MANY_KEYS, "18446744073709551615", d -> d.extraKeys = -1L - d.keys.size()),
        new Case(Reason.KEY_NAME, "key 0", d -> d.keys.getFirst().name = "general architecture"),
        new Case(Reason.KEY_NAME, "256", d -> d.keys.getFirst().name = "a".repeat(257)),
        new Case(Reason.DUPLICATE_KEY, "'general.name'", d -> d.text("general.name", "Other")),
        new Case(Reason.VALUE_TYPE, "type 13", d -> d.keys.getFirst().type = 13),
        new Case(Reason.VALUE_TYPE, "array of arrays", GgufRefusalTest::nestArrays),
        new Case(
            Reason.STRING_LENGTH,
            "4194305 bytes",
            d -> d.key("general.name").value = int64((4 << 20) + 1)),
        new Case(
            Reason.ARRAY_LENGTH,
            "'tokenizer.ggml.tokens' says it has 4000001",
            d -> putCount(d, "tokenizer.ggml.tokens", 4_000_001)),
        new Case(Reason.METADATA_SIZE, "134217728", GgufRefusalTest::fillMetadata),
        new Case(
            Reason.MALFORMED_VALUE,
            "boolean 2",
            d -> d.key("tokenizer.ggml.add_bos_token").value = new byte[] {2}),
        new Case(
            Reason.MALFORMED_VALUE,
            "'general.name' is not UTF-8",
            d -> d.key("general.name").value[8] = (byte) 0xFF),
        new Case(Reason.ALIGNMENT, "u32 power of two", d -> d.u32("general.alignment", 48)),
        new Case(Reason.ALIGNMENT, "65536", d -> d.u32("general.alignment", 1 << 17)),
        new Case(Reason.ALIGNMENT, "from 32", d -> d.u32("general.alignment", 8)),
        new Case(Reason.TENSOR_COUNT, "65536", d -> d.extraTensors = 65_537),
        new Case(Reason.TENSOR_COUNT, "has 0", d -> d.tensors.clear()),
        new Case(Reason.TENSOR_NAME, "tensor 0", d -> d.tensors.getFirst().name = "a".repeat(64)),
        new Case(
            Reason.TENSOR_NAME,
            "'blk.2.attn_q.weight'",
            d -> d.tensor("blk.1.attn_q.weight").name = "blk.2.attn_q.weight"),
        new Case(
            Reason.DUPLICATE_TENSOR,
            "'token_embd.weight'",
            d -> d.tensor("output_norm.weight").name = "token_embd.weight"),
        new Case(
            Reason.TENSOR_SHAPE,
            "5 dimensions",
            d -> d.tensor("output_norm.weight").shape = new long[] {32, 1, 1, 1, 1}),
        new Case(
            Reason.TENSOR_SHAPE,
            "must be positive, but is 0",
            d -> d.tensor("output_norm.weight").shape = new long[] {0}),
        new Case(
            Reason.TENSOR_SHAPE,
            "more than 2^63",
            d -> d.tensor("output_norm.weight").shape = new long[] {1L << 40, 1L << 40}),
        new Case(
            Reason.TENSOR_SHAPE,
            "multiple of 32",
            d -> {
              d.tensor("output_norm.weight").type = GgmlType.Q8_0.id();
              d.tensor("output_norm.weight").shape = new long[] {31};
            }),
        new Case(
            Reason.TENSOR_SHAPE,
            "[32, 262] (embedding length, tokens)",
            d -> d.tensor("token_embd.weight").shape = new long[] {262, 32}),
        new Case(Reason.TENSOR_TYPE, "type 4", d -> d.tensor("output_norm.weight").type = 4),
        new Case(
            Reason.TENSOR_TYPE,
            "I32, which cannot hold weights",
            d -> d.tensor("blk.0.attn_q.weight").type = GgmlType.I32.id()),
        new Case(
            Reason.TENSOR_TYPE,
            "must be F32, but is I32",
            d -> d.tensor("output_norm.weight").type = GgmlType.I32.id()),
        new Case(
            Reason.TENSOR_ALIGNMENT,
            "no multiple of 32",
            d -> d.tensor("output_norm.weight").offset = 16),
        new Case(
            Reason.TENSOR_OVERLAP,
            "'output_norm.weight' lies at offset 0",
            d -> d.tensor("output_norm.weight").offset = 0),
        new Case(Reason.UNCLAIMED_BYTES, "belong to none", GgufRefusalTest::leaveGap),
        new Case(
            Reason.TENSOR_BEYOND_FILE,
            "'output_norm.weight' needs 128 bytes",
            d -> d.tensor("output_norm.weight").offset = Long.MAX_VALUE - 31),
        new Case(
            Reason.SPLIT_MODEL,
            "split.count",
            d -> d.key("split.count", GgufValueType.UINT16, new byte[] {2, 0})),
        new Case(
            Reason.ARCHITECTURE,
            "'bert'",
            d -> d.key("general.architecture").value = string("bert")),
        new Case(
            Reason.ARCHITECTURE,
            "something else",
            d -> d.key("general.architecture").value = string("{{ template }}")),
        new Case(Reason.MISSING_KEY, "'llama.block_count'", d -> d.without("llama.block_count")),
        new Case(
            Reason.MISSING_KEY,
            "'llama.attention.head_count'",
            d -> d.without("llama.attention.head_count")),
        new Case(
            Reason.MISSING_KEY, "'tokenizer.ggml.merges'", d -> d.without("tokenizer.ggml.merges")),
        new Case(
            Reason.KEY_TYPE,
            "must be a u32, but is i32",
            d -> d.key("llama.block_count").type = GgufValueType.INT32.ordinal()),
        new Case(
            Reason.KEY_VALUE,
            "from 1 to 512, but is 513",
            d -> d.key("llama.block_count").value = int32(513)),
        new Case(
            Reason.KEY_VALUE,
            "must divide the 4 heads of block 0, but is 3",
            d -> d.key("llama.attention.head_count_kv").value = int32(3)),
        new Case(
            Reason.KEY_VALUE,
            "'llama.embedding_length' is 32, which 6 heads",
            d -> d.key("llama.attention.head_count").value = int32(6)),
        new Case(
            Reason.KEY_VALUE,
            "'llama.rope.dimension_count' must be even",
            d -> d.key("llama.rope.dimension_count").value = int32(7)),
        new Case(
            Reason.KEY_VALUE,
            "must be equal, but are 8, 8 and 6",
            d -> d.key("llama.rope.dimension_count").value = int32(6)),
        new Case(
            Reason.KEY_VALUE,
            "'llama.rope.freq_base'",
            d -> d.key("llama.rope.freq_base").value = int32(Float.floatToRawIntBits(Float.NaN))),
        new Case(
            Reason.KEY_VALUE,
            "'llama.rope.scaling.type' must be one of",
            d -> d.text("llama.rope.scaling.type", "magic")),
        new Case(
            Reason.KEY_VALUE,
            "must both be positive or both 0",
            d -> d.u32("llama.expert_count", 8)),
        new Case(
            Reason.TOKENIZER,
            "'tokenizer.ggml.model' must be one of",
            d -> d.key("tokenizer.ggml.model").value = string("rwkv")),
        new Case(
            Reason.TOKENIZER,
            "'tokenizer.ggml.pre' must be one of",
            d -> d.key("tokenizer.ggml.pre").value = string("smoll")),
        new Case(
            Reason.VOCABULARY,
            "each of the 262 tokens, but has 1",
            d -> d.without("tokenizer.ggml.token_type").int32s("tokenizer.ggml.token_type", 1)),
        new Case(
            Reason.VOCABULARY,
            "Token 261 is marked as a byte",
            d -> putLast(d, "tokenizer.ggml.token_type", 6)),
        new Case(
            Reason.VOCABULARY,
            "from 0 to 6, but is 7",
            d -> putLast(d, "tokenizer.ggml.token_type", 7)),
        new Case(
            Reason.VOCABULARY,
            "has no token <0x00>",
            d -> d.key("tokenizer.ggml.model").value = string("llama")),
        new Case(Reason.DUPLICATE_TOKEN, "Tokens 0 and 1", d -> putTokens(d, "a", "a", "b")),
        new Case(Reason.DUPLICATE_TOKEN, "Tokens 0 and 1", d -> putTokens(d, "a\0b", "a", "b")),
        new Case(Reason.DUPLICATE_TOKEN, "Tokens 1 and 2", d -> putTokens(d, "a", "", "[EMPTY_1]")),
        new Case(
            Reason.TOKEN_ID,
            "'tokenizer.ggml.eos_token_id' is 262",
            d -> d.key("tokenizer.ggml.eos_token_id").value = int32(262)),
        new Case(
            Reason.TOKEN_ID,
            "adds that token to every text",
            d -> d.flag("tokenizer.ggml.add_sep_token", true)),
        new Case(
            Reason.MERGES,
            "Element 1",
            d -> d.key("tokenizer.ggml.merges").value = GgufDraft.textArray(List.of("t h", "the"))),
        new Case(
            Reason.MISSING_TENSOR,
            "'token_embd.weight'",
            d -> d.tensor("token_embd.weight").name = "token_embed.weight"),
        new Case(
            Reason.MISSING_TENSOR,
            "'blk.1.*'",
            d -> d.tensors.removeIf(tensor -> tensor.name.startsWith("blk.1."))));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void refusesAndNamesTheCulprit(Case spoiled) {
    GgufDraft draft = TinyModels.bytePairLlama();
    spoiled.spoil().accept(draft);
    Path file = draft.write(directory.resolve("model.gguf"));
    GgufException refusal = catchThrowableOfType(GgufException.class, () -> GgufModel.open(file));
    assertThat(refusal).as("the file was accepted").isNotNull();
    assertThat(refusal.reason()).as(refusal.getMessage()).isEqualTo(spoiled.reason());
    assertThat(refusal).hasMessageContaining(spoiled.named());
  }

  @Test
  void hasACaseForEveryReason() {
    assertThat(cases().map(Case::reason).distinct()).containsExactlyInAnyOrder(Reason.values());
  }

  private static void nestArrays(GgufDraft draft) {
    draft.key(
        "general.tags",
        GgufValueType.ARRAY,
        ByteBuffer.allocate(12)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(GgufValueType.ARRAY.ordinal())
            .putLong(1)
            .array());
  }

  private static void fillMetadata(GgufDraft draft) {
    String large = "a".repeat(GgufLimits.MAX_STRING_BYTES);
    for (int i = 0; i <= GgufLimits.MAX_METADATA_BYTES / GgufLimits.MAX_STRING_BYTES; i++) {
      draft.text("filler." + i, large);
    }
  }

  private static void leaveGap(GgufDraft draft) {
    draft.tensors.getFirst().offset = 32;
  }

  private static void putCount(GgufDraft draft, String array, long count) {
    System.arraycopy(int64(count), 0, draft.key(array).value, 4, 8);
  }

  private static void putLast(GgufDraft draft, String array, int value) {
    byte[] bytes = draft.key(array).value;
    System.arraycopy(int32(value), 0, bytes, bytes.length - 4, 4);
  }

  private static void putTokens(GgufDraft draft, String... tokens) {
    draft.key("tokenizer.ggml.tokens").value = GgufDraft.textArray(List.of(tokens));
    draft.without("tokenizer.ggml.token_type");
  }
}
