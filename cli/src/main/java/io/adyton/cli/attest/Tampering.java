// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import java.util.Locale;

/** What a demonstration changes, to show which check sees it. */
enum Tampering {
  /** One bit of the model file that is served. */
  MODEL,
  /** The policy, after it was signed. */
  POLICY,
  /** One bit of the TPM's quote. */
  QUOTE,
  /** The key that TLS shows: somebody stands between. */
  KEY;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
