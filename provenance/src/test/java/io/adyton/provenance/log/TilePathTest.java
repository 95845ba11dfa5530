// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilePathTest {
  @ParameterizedTest
  @CsvSource({"0/000,0,0,256", "0/x001/x234/067,0,1234067,256", "2/005.p/7,2,5,7"})
  void readsThePathsOfTheSpecification(String path, int level, long number, int width) {
    assertThat(TilePath.parse(path)).contains(new TilePath(level, number, width));
    assertThat(new TilePath(level, number, width).text()).isEqualTo(path);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0/0", "64/000", "0/x000/001", "0/000.p/256", "0/000.p/0x1", "0/000.p/00", "../x"})
  void refusesOtherSpellings(String path) {
    assertThat(TilePath.parse(path)).isEmpty();
  }
}
