// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Documents with every part in them, signed by nobody. */
final class Documents {
  static final Bytes NONCE = filled(32, 1);

  private Documents() {}

  static Bytes filled(int length, int value) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) value);
    return Bytes.of(bytes);
  }

  static Bound bound(Optional<Bytes> channel) {
    return new Bound(
        filled(32, 2),
        filled(44, 3),
        channel.map(bound -> filled(44, 9)),
        filled(32, 4),
        channel,
        List.of(new Bound.Device("gpu/0", filled(32, 5))),
        List.of(new Bound.Model("smol", filled(32, 6)), new Bound.Model("other/é", filled(32, 7))),
        new Bound.Engine("libllama", "v0.5.0", filled(32, 8)),
        new Bound.Privacy(128, 40, "per-tenant"),
        filled(32, 9),
        Instant.ofEpochSecond(1_900_000_000L));
  }

  static EvidenceDocument whole() {
    TpmQuoteEvidence.Quote quote =
        new TpmQuoteEvidence.Quote(
            filled(100, 10),
            Optional.of(filled(70, 11)),
            Map.of("sha256", new TreeMap<>(Map.of(0, filled(32, 12), 15, filled(32, 13)))));
    return new EvidenceDocument(
        NONCE,
        3,
        bound(Optional.empty()).toBytes(),
        List.of(
            new Submodule.Processor(
                Submodule.Processor.Kind.TDX, filled(600, 14), Optional.of(filled(10, 15))),
            new Submodule.Gpu("0", "hopper", filled(20, 16), filled(30, 17)),
            new Submodule.Simulated(filled(44, 18), filled(64, 19), filled(9, 20)),
            new Submodule.Tpm(
                quote, filled(90, 21), List.of(filled(50, 22), filled(51, 23)), filled(40, 24))),
        new Collateral(
            Map.of(
                Collateral.Part.SNP_CRL,
                filled(12, 25),
                Collateral.Part.GPU_DRIVER_MANIFEST,
                filled(13, 26))));
  }
}
