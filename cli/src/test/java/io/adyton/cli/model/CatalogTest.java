// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CatalogTest {
  private final Catalog catalog = Catalog.builtIn();

  @Test
  void namesTheModelsAndTheDefault() {
    assertThat(catalog.names()).containsExactly("smollm2-135m-instruct", "gemma3-270m");
    assertThat(catalog.defaultModel()).isEqualTo("smollm2-135m-instruct");
  }

  @Test
  void pinsEveryByteItNames() {
    for (CatalogModel model : catalog.models()) {
      assertThat(model.sha256()).matches("[0-9a-f]{64}");
      assertThat(model.license()).isNotBlank();
      assertThat(model.parts())
          .allSatisfy(
              part -> {
                assertThat(part.wheelSha256()).matches("[0-9a-f]{64}");
                assertThat(part.wheelBytes()).isPositive();
              });
      assertThat(model.parts().stream().mapToLong(WheelPart::memberBytes).sum())
          .isEqualTo(model.bytes());
    }
  }

  @Test
  void vouchesForItsOwnDigestsOnly() {
    assertThat(catalog.vouchesFor(catalog.models().getFirst().sha256())).isTrue();
    assertThat(catalog.vouchesFor("0".repeat(64))).isFalse();
  }

  @Test
  void refusesACatalogWithoutItsDefault() {
    assertThatThrownBy(() -> new Catalog(1, "absent", List.of()))
        .hasMessage("the default model must be in the catalog");
    assertThatThrownBy(() -> new Catalog(2, "absent", List.of())).hasMessageContaining("version");
  }
}
