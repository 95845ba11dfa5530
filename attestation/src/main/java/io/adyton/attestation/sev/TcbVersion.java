// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import io.adyton.attestation.bytes.Bytes;

/**
 * Security versions of the firmware's parts: eight bytes, each a number of its own. Which part a
 * byte stands for depends on the processor line.
 *
 * @param components the bytes in the order of the report
 */
public record TcbVersion(Bytes components) {
  /** Checks the length. */
  public TcbVersion {
    if (components.length() != 8) {
      throw new IllegalArgumentException("expected 8 bytes, found " + components.length());
    }
  }

  /**
   * Puts the parts where reports of a line have them.
   *
   * @param fmc of Turin; zero for the lines that have none
   */
  public static TcbVersion of(
      AmdProduct product, int fmc, int bootLoader, int tee, int snp, int microcode) {
    int[] parts =
        switch (product) {
          case MILAN, GENOA -> new int[] {bootLoader, tee, 0, 0, 0, 0, snp, microcode};
          case TURIN -> new int[] {fmc, bootLoader, tee, snp, 0, 0, 0, microcode};
        };
    byte[] components = new byte[parts.length];
    for (int i = 0; i < parts.length; i++) {
      components[i] = (byte) parts[i];
    }
    return new TcbVersion(Bytes.of(components));
  }

  /** Returns whether each part is at least as new; the whole is not one number to compare. */
  public boolean atLeast(TcbVersion other) {
    for (int i = 0; i < 8; i++) {
      if (components.at(i) < other.components.at(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return components.hex();
  }
}
