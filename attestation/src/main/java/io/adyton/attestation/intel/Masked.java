// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;

/** Compares flags of which only some count. */
final class Masked {
  private Masked() {}

  /** Returns whether {@code found} under the mask is {@code expected}; lengths must be the same. */
  static boolean equal(Bytes expected, Bytes found, Bytes mask) {
    int differing = expected.length() ^ found.length() | found.length() ^ mask.length();
    for (int i = 0; differing == 0 && i < mask.length(); i++) {
      differing = expected.at(i) ^ found.at(i) & mask.at(i);
    }
    return differing == 0;
  }
}
