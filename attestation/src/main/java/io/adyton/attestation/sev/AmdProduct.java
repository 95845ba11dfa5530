// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import java.util.Arrays;
import java.util.Optional;

/** The processor lines that have a root key of their own. */
public enum AmdProduct {
  /** EPYC 7003. */
  MILAN("Milan"),
  /** EPYC 9004, 8004 and 97x4. */
  GENOA("Genoa"),
  /** EPYC 9005. */
  TURIN("Turin");

  private final String label;

  AmdProduct(String label) {
    this.label = label;
  }

  /** Returns the name as it stands in AMD's certificates. */
  public String label() {
    return label;
  }

  /** Finds the line of a certificate's product name, such as {@code Milan-B0}. */
  public static Optional<AmdProduct> ofName(String productName) {
    String line = productName.split("-", 2)[0];
    return Arrays.stream(values()).filter(product -> product.label.equals(line)).findFirst();
  }

  /** Finds the line by CPUID family and model, as reports hold them from version 3 on. */
  static Optional<AmdProduct> ofCpuid(int family, int model) {
    return switch (family) {
      case 0x19 ->
          switch (model >> 4) {
            case 0x0 -> Optional.of(MILAN);
            case 0x1, 0xa -> Optional.of(GENOA);
            default -> Optional.empty();
          };
      case 0x1a -> model >> 4 <= 1 ? Optional.of(TURIN) : Optional.empty();
      default -> Optional.empty();
    };
  }
}
