// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.identity;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.AssuranceLevel;
import io.adyton.attestation.document.Submodule;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Stands in where no hardware speaks for the machine: a key of the process signs the anchor. It
 * proves nothing, says so by its kind, and is AL0 by every policy.
 */
public final class SimulatedAttester implements Attester {
  private static final Bytes TAG =
      Bytes.of("adyton-simulated-v1\0".getBytes(StandardCharsets.US_ASCII));

  private final SigningKey key = SigningKey.generate();
  private final Bytes log;

  /**
   * Creates one.
   *
   * @param log the log of the measured start
   */
  public SimulatedAttester(Bytes log) {
    this.log = log;
  }

  @Override
  public int level() {
    return AssuranceLevel.SIMULATED;
  }

  @Override
  public List<Submodule> attest(Anchor anchor) {
    return List.of(new Submodule.Simulated(key.publicKey(), key.sign(message(anchor)), log));
  }

  /** Returns what is signed. */
  public static Bytes message(Anchor anchor) {
    return Bytes.concat(TAG, anchor.value());
  }

  @Override
  public void close() {}
}
