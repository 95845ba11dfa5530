// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.azure;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuntimeBindingTest {
  private static final Bytes NONCE = Bytes.ofHex("0102");
  private static final HclReport REPORT =
      new HclReport(Bytes.EMPTY, Bytes.of("runtime data".getBytes(StandardCharsets.US_ASCII)));
  private static final Bytes HASH = REPORT.runtimeData().digest("SHA-256");

  private final Appraisal appraisal = new Appraisal();
  private final RuntimeBinding binding =
      new RuntimeBinding(
          appraisal,
          new Demand(
              Instant.parse("2026-01-01T00:00:00Z"),
              Optional.of(NONCE),
              Optional.empty(),
              EvidencePolicy.STRICT));

  @Test
  void acceptsTheHashOfTheRuntimeDataThenZeros() {
    binding.requireRuntimeData(REPORT, Bytes.concat(HASH, Bytes.of(new byte[32])));

    assertThat(appraisal.verdict()).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesTheHashOfOtherRuntimeData() {
    binding.requireRuntimeData(REPORT, Bytes.of(new byte[64]));

    assertRefused(Reason.BINDING);
  }

  @Test
  void refusesBytesAfterTheHash() {
    binding.requireRuntimeData(REPORT, Bytes.concat(HASH, HASH));

    assertRefused(Reason.BINDING);
  }

  @Test
  void acceptsTheNonceFilledUpWithZerosAsUserData() {
    binding.requireNonceInUserData(data(Bytes.concat(NONCE, Bytes.of(new byte[62]))));

    assertThat(appraisal.verdict()).isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0102", "0103"})
  void refusesOtherUserData(String hex) {
    binding.requireNonceInUserData(data(Bytes.ofHex(hex)));

    assertRefused(Reason.NONCE);
  }

  private void assertRefused(Reason reason) {
    assertThat(appraisal.verdict()).isInstanceOf(Verdict.Refused.class);
    assertThat(((Verdict.Refused) appraisal.verdict()).reason()).isEqualTo(reason);
  }

  private static RuntimeData data(Bytes userData) {
    return new RuntimeData(key(), "A", true, false, Optional.of(userData));
  }

  private static PublicKey key() {
    try {
      return KeyPairGenerator.getInstance("RSA").generateKeyPair().getPublic();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
