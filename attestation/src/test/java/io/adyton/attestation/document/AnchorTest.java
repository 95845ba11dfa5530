// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.adyton.attestation.bytes.Bytes;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AnchorTest {
  private static final Bytes NONCE = Documents.filled(32, 7);
  private static final Bytes BOUND = Bytes.of("{}".getBytes(StandardCharsets.UTF_8));

  /** Computed with OpenSSL from the formula of docs/protocol.md. */
  private static final String KNOWN =
      "d207ddfcc91968b8655c9fbc2fde176c9fe92ec9bbfa7824f8e29cb4d80d54455ec8fa0acc17f5a76bf431efe559e1bb";

  @Test
  void isTheDigestOfTagNonceAndBound() {
    assertThat(Anchor.of(NONCE, BOUND).value().hex()).isEqualTo(KNOWN);
  }

  @Test
  void fillsReportDataWithZeros() {
    Bytes reportData = Anchor.of(NONCE, BOUND).reportData();

    assertThat(reportData.hex()).isEqualTo(KNOWN + "00".repeat(16));
  }

  @Test
  void changesWithNonceAndBound() {
    Anchor anchor = Anchor.of(NONCE, BOUND);

    assertThat(Anchor.of(Documents.filled(32, 8), BOUND)).isNotEqualTo(anchor);
    assertThat(Anchor.of(NONCE, Bytes.EMPTY)).isNotEqualTo(anchor);
    assertThat(anchor.shortened()).isEqualTo(anchor.value().digest("SHA-256"));
  }

  @Test
  void refusesNonceOfOtherLength() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Anchor.of(Documents.filled(31, 1), BOUND))
        .withMessage("a nonce has 32 bytes, but got 31");
  }
}
