// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GramineQuotesTest {
  private static final Bytes DATA = Bytes.ofHex("0123456789abcdef".repeat(8));

  @TempDir Path root;

  @BeforeEach
  void lay() throws IOException {
    Files.writeString(root.resolve("attestation_type"), "dcap\n");
    Files.writeString(root.resolve("user_report_data"), "");
    Files.writeString(root.resolve("quote"), "a quote");
  }

  @Test
  void collectsQuoteForItsReportData() throws Exception {
    assertThat(new GramineQuotes(root).collect(DATA).quote().toArray())
        .asString()
        .isEqualTo("a quote");
    assertThat(Files.readAllBytes(root.resolve("user_report_data"))).isEqualTo(DATA.toArray());
  }

  @Test
  void saysWhichSettingIsMissing() throws Exception {
    Files.writeString(root.resolve("attestation_type"), "none");

    assertThatThrownBy(() -> new GramineQuotes(root).collect(DATA))
        .isInstanceOf(IOException.class)
        .hasMessage("expected Gramine with sgx.remote_attestation = \"dcap\", found 'none'");
  }
}
