// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ArchitectureTest {
  private static final String HOUSE = "io.adyton";
  private static final String BROKEN_HOUSE = "io.adyton.architecture.broken";

  private static JavaClasses house;
  private static JavaClasses brokenHouse;

  @BeforeAll
  static void importBothHouses() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(HOUSE);
    brokenHouse = new ClassFileImporter().importPackages(BROKEN_HOUSE);
  }

  @Test
  void seesEveryRoom() {
    for (Room room : Room.values()) {
      assertThat(house)
          .as("classes of %s", room)
          .anyMatch(type -> Room.holding(HOUSE, type.getPackageName()).anyMatch(room::equals));
    }
  }

  @ParameterizedTest
  @EnumSource
  void houseObeysTheRule(HouseRule rule) {
    rule.under(HOUSE).check(house);
  }

  @ParameterizedTest
  @EnumSource
  void ruleCatchesItsCounterExamples(HouseRule rule) {
    String report = rule.under(BROKEN_HOUSE).evaluate(brokenHouse).getFailureReport().toString();

    for (String counterExample : rule.counterExamples()) {
      assertThat(report).contains(BROKEN_HOUSE + "." + counterExample);
    }
  }
}
