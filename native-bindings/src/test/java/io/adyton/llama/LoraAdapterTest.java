// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraAdapterTest {
  private static final int WIDTH = 576;
  private static final int RANK = 2;

  @Test
  @SuppressWarnings("try")
  void changesLogitsWhileItIsApplied(@TempDir Path directory) throws IOException {
    try (LlamaModel model = TestModels.load(TestModels.SMOLLM2);
        LoraAdapter adapter = LoraAdapter.load(model, write(directory.resolve("lora.gguf")))) {
      try (LlamaContext context = LlamaContext.open(model, TestModels.smallContext().build());
          LlamaBatch batch = LlamaBatch.allocate(8)) {
        float[] plain = logits(context, batch);

        context.useAdapters(Map.of(adapter, 1f));
        assertThat(logits(context, batch)).isNotEqualTo(plain);
        assertThatIllegalStateException().isThrownBy(adapter::close);
        assertThatIllegalStateException().isThrownBy(model::close);

        context.useAdapters(Map.of(adapter, 0f));
        assertThat(logits(context, batch)).isEqualTo(plain);

        context.useAdapters(Map.of());
        assertThat(logits(context, batch)).isEqualTo(plain);
        assertThatIllegalArgumentException()
            .isThrownBy(() -> context.useAdapters(Map.of(adapter, Float.NaN)));

        adapter.close();
        assertThatIllegalStateException()
            .isThrownBy(() -> context.useAdapters(Map.of(adapter, 1f)));
        assertThat(logits(context, batch)).isEqualTo(plain);
      }
    }
  }

  @Test
  void isRefusedByContextsOfAnotherModel(@TempDir Path directory) throws IOException {
    try (LlamaModel model = TestModels.load(TestModels.SMOLLM2);
        LlamaModel twin = TestModels.load(TestModels.SMOLLM2);
        LoraAdapter adapter = LoraAdapter.load(model, write(directory.resolve("lora.gguf")));
        LlamaContext context = LlamaContext.open(twin, TestModels.smallContext().build())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> context.useAdapters(Map.of(adapter, 1f)));
    }
  }

  private static float[] logits(LlamaContext context, LlamaBatch batch) {
    context.memory().clear(false);
    batch.clear();
    batch.add(100, 0, 0, false);
    batch.add(200, 1, 0, true);
    assertThat(context.decode(batch)).isEqualTo(DecodeOutcome.OK);
    float[] logits = new float[context.model().vocabulary().size()];
    context.readLogits(1, logits);
    return logits;
  }

  /** Writes a GGUF adapter of rank 2 for the query projection of the first layer. */
  private static Path write(Path file) throws IOException {
    ByteBuffer out = ByteBuffer.allocate(64 << 10).order(ByteOrder.LITTLE_ENDIAN);
    out.put("GGUF".getBytes(StandardCharsets.US_ASCII)).putInt(3).putLong(2).putLong(4);
    putText(out, "general.architecture", "llama");
    putText(out, "general.type", "adapter");
    putText(out, "adapter.type", "lora");
    putString(out, "adapter.lora.alpha");
    out.putInt(6).putFloat(8f);
    int matrixBytes = WIDTH * RANK * Float.BYTES;
    putTensor(out, "blk.0.attn_q.weight.lora_a", WIDTH, RANK, 0);
    putTensor(out, "blk.0.attn_q.weight.lora_b", RANK, WIDTH, matrixBytes);
    out.position((out.position() + 31) / 32 * 32);
    for (int i = 0; i < 2 * WIDTH * RANK; i++) {
      out.putFloat((i % 7 - 3) * 0.05f);
    }
    return Files.write(file, Arrays.copyOf(out.array(), out.position()));
  }

  private static void putText(ByteBuffer out, String key, String value) {
    putString(out, key);
    out.putInt(8);
    putString(out, value);
  }

  private static void putTensor(ByteBuffer out, String name, long rows, long columns, long offset) {
    putString(out, name);
    out.putInt(2).putLong(rows).putLong(columns).putInt(0).putLong(offset);
  }

  private static void putString(ByteBuffer out, String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.putLong(utf8.length).put(utf8);
  }
}
