// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HclReportTest {
  private static final Bytes RUNTIME_DATA = ascii("{\"keys\":[]}");
  private static final String KEY =
      "{\"kid\":\"HCLAkPub\",\"kty\":\"RSA\",\"e\":\"AQAB\",\"n\":\"%s\"}"
          .formatted("-".repeat(342));
  private static final String CONFIGURATION =
      "\"vm-configuration\":{\"vmUniqueId\":\"A\",\"secure-boot\":true,\"console-enabled\":false}";

  @Test
  void tellsReportAndRuntimeDataApart() throws MalformedEvidenceException {
    HclReport report = HclReport.read(report(1, 4, 0), HclReport.Type.TDX);

    assertThat(report.runtimeData()).isEqualTo(RUNTIME_DATA);
    assertThat(report.hardwareReport().length()).isEqualTo(1024);
  }

  @Test
  void refusesReportOfOtherHardware() {
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> HclReport.read(report(1, 4, 0), HclReport.Type.SEV_SNP))
        .withMessageContaining("report_type: expected 2, found 4");
  }

  @Test
  void refusesUnknownVersion() {
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> HclReport.read(report(3, 2, 0), HclReport.Type.SEV_SNP));
  }

  @Test
  void takesNothingButZerosAfterTheRuntimeData() throws MalformedEvidenceException {
    Bytes report = report(1, 2, 0);
    HclReport padded =
        HclReport.read(Bytes.concat(report, Bytes.of(new byte[100])), HclReport.Type.SEV_SNP);

    assertThat(padded.runtimeData()).isEqualTo(RUNTIME_DATA);
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(
            () -> HclReport.read(Bytes.concat(report, Bytes.ofHex("01")), HclReport.Type.SEV_SNP));
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 1, 1_000_000})
  void refusesSizesThatDoNotAgree(int more) {
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> HclReport.read(report(1, 2, more), HclReport.Type.SEV_SNP));
  }

  @Test
  void refusesReportCutOffAnywhere() {
    Bytes whole = report(1, 2, 0);
    for (int length = 0; length < whole.length(); length++) {
      Bytes part = whole.slice(0, length);
      assertThatExceptionOfType(MalformedEvidenceException.class)
          .isThrownBy(() -> HclReport.read(part, HclReport.Type.SEV_SNP));
    }
  }

  @Test
  void readsTheAttestationKey() throws MalformedEvidenceException {
    RuntimeData data = RuntimeData.read(ascii("{\"keys\":[%s],%s}".formatted(KEY, CONFIGURATION)));

    assertThat(data.secureBoot()).isTrue();
    assertThat(data.consoleEnabled()).isFalse();
    assertThat(data.userData()).isEmpty();
    assertThat(data.attestationKey().getAlgorithm()).isEqualTo("RSA");
  }

  @Test
  void refusesTwoAttestationKeys() {
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(
            () ->
                RuntimeData.read(ascii("{\"keys\":[%s,%s],%s}".formatted(KEY, KEY, CONFIGURATION))))
        .withMessageContaining("found 2 keys");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"keys\":[],\"keys\":[],%s}",
        "{\"keys\":[],%s}",
        "{\"keys\":{},%s}",
        "{%s}",
        "{\"keys\":[],\"user-data\":\"00\",%s}"
      })
  void refusesRuntimeDataOfAnotherForm(String json) {
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> RuntimeData.read(ascii(json.formatted(CONFIGURATION))));
  }

  private static Bytes report(int version, int type, int more) {
    int dataSize = 20 + RUNTIME_DATA.length();
    return ByteWriter.littleEndian()
        .bytes(ascii("HCLA"))
        .u32(version)
        .u32(1216 + dataSize)
        .u32(2)
        .u32(0)
        .bytes(Bytes.of(new byte[12 + 1184]))
        .u32(dataSize)
        .u32(1)
        .u32(type)
        .u32(1)
        .u32(RUNTIME_DATA.length() + more)
        .bytes(RUNTIME_DATA)
        .toBytes();
  }

  private static Bytes ascii(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
