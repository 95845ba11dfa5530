// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GgufModelTest {
  @TempDir private Path directory;

  @Test
  void readsTheFactsOfATinyModel() throws Exception {
    GgufModel model = GgufModel.open(TinyModels.bytePairLlama().write(directory.resolve("t.gguf")));
    assertThat(model.architecture()).isEqualTo("llama");
    assertThat(model.name()).contains("Tiny");
    assertThat(model.license()).contains("apache-2.0");
    assertThat(model.quantization()).isEqualTo("F32");
    assertThat(model.contextLength()).isEqualTo(128);
    assertThat(model.blockCount()).isEqualTo(2);
    assertThat(model.parameters()).isEqualTo(262L * 32 + 2 * (3_072 + 6_144 + 64) + 32);
    assertThat(model.chatTemplate()).hasValueSatisfying(t -> assertThat(t).contains("<|im_end|>"));
  }

  @Test
  void namesTheMostUsedTypeWhereTheFileDoesNotSay() throws Exception {
    GgufDraft draft = TinyModels.sentencePieceLlama().without("general.file_type");
    GgufModel model = GgufModel.open(draft.write(directory.resolve("t.gguf")));
    assertThat(model.quantization()).isEqualTo("Q8_0");
    assertThat(model.chatTemplate()).isEmpty();
  }

  @Test
  void placesTensorsFromTheStartOfTheFile() throws Exception {
    GgufFile file = GgufFile.open(TinyModels.bytePairLlama().write(directory.resolve("t.gguf")));
    GgufTensor first = file.tensors().getFirst();
    assertThat(first)
        .isEqualTo(
            new GgufTensor(
                "token_embd.weight",
                GgmlType.F32,
                List.of(32L, 262L),
                file.dataOffset(),
                32L * 262 * 4));
    assertThat(file.dataOffset()).isPositive().matches(offset -> offset % 32 == 0);
  }

  @Test
  void readsTheDefaultModel() throws Exception {
    GgufModel model = GgufModel.open(real("smollm2-135m-instruct.gguf"));
    assertThat(model.architecture()).isEqualTo("llama");
    assertThat(model.quantization()).isEqualTo("Q4_1");
    assertThat(model.contextLength()).isEqualTo(8_192);
    assertThat(model.vocabularySize()).isEqualTo(49_152);
    assertThat(model.file().tensors()).hasSize(272);
    assertThat(model.parameters()).isEqualTo(134_515_008);
    assertThat(model.license()).contains("apache-2.0");
    assertThat(model.chatTemplate()).isPresent();
  }

  @Test
  void readsAModelWithAQuarterMillionTokens() throws Exception {
    GgufModel model = GgufModel.open(real("gemma3-270m.gguf"));
    assertThat(model.architecture()).isEqualTo("gemma3");
    assertThat(model.quantization()).isEqualTo("Q4_K_M");
    assertThat(model.vocabularySize()).isEqualTo(262_144);
    assertThat(model.file().tensors()).hasSize(236);
  }

  private static Path real(String name) {
    Path path = Path.of(System.getProperty("adyton.test.models", ""), name);
    assumeTrue(Files.isRegularFile(path), "skipped: no model; run ./adyton test");
    return path;
  }
}
