// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.attestation.evidence.EvidenceFormat;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TpmQuoteFilesTest {
  private static final String ZERO = "00".repeat(32);
  private static final String ONE = "01".repeat(32);

  @Test
  void readsRegistersInTheOrderOfAJsonList() throws MalformedEvidenceException {
    TpmQuoteEvidence evidence =
        json("{%s}".formatted(members("[\"%s\",\"%s\"]".formatted(ZERO, ONE))));

    assertThat(evidence.quotes().getFirst().pcrs())
        .containsOnlyKeys("sha256")
        .extractingByKey("sha256")
        .isEqualTo(new TreeMap<>(Map.of(0, Bytes.ofHex(ZERO), 1, Bytes.ofHex(ONE))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"ak_public\":\"\",\"ak_public\":\"\"}",
        "{\"ak_public\":\"!\",\"tpm_quote\":{\"message\":\"\",\"signature\":\"\",\"pcrs\":[]}}",
        "{\"ak_public\":\"\",\"tpm_quote\":{\"message\":\"\",\"signature\":\"\",\"pcrs\":[\"0\"]}}",
        "{\"ak_public\":\"\",\"tpm_quote\":{\"message\":\"\",\"signature\":\"\",\"pcrs\":[\"00\"]}}",
        "{\"ak_public\":\"\",\"tpm_quote\":{\"message\":\"\",\"signature\":\"\",\"pcrs\":[1]}}",
        "{\"ak_public\":\"\",\"tpm_quote\":{\"message\":\"\",\"signature\":\"\",\"pcrs\":[]}} x"
      })
  void refusesJsonOfAnotherForm(String json) {
    assertThatExceptionOfType(MalformedEvidenceException.class).isThrownBy(() -> json(json));
  }

  @Test
  void refusesMemberThatStandsTwiceInside() {
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(
            () ->
                json(
                    "{\"ak_public\":\"\",\"tpm_quote\":{\"message\":\"\",\"message\":\"AA==\","
                        + "\"signature\":\"\",\"pcrs\":[]}}"));
  }

  @Test
  void refusesProtocolBufferFieldThatStandsTwice() {
    Bytes twice = Bytes.ofHex("0a0100" + "0a0101");

    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> proto(twice))
        .withMessageContaining("field 1 once");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0a", "0a05", "0a0200", "0b", "0affffffffffffffffffff01", "ff"})
  void refusesProtocolBufferThatIsCutOff(String hex) {
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> proto(Bytes.ofHex(hex)));
  }

  @Test
  void readsRegisterZeroWhoseNumberAMapLeavesOut() throws MalformedEvidenceException {
    Bytes entry = Bytes.ofHex("1220" + ZERO);
    Bytes pcrs = Bytes.concat(Bytes.ofHex("080b12" + "22"), entry);
    Bytes quote = Bytes.concat(Bytes.ofHex("1a" + "26"), pcrs);
    Bytes attestation = Bytes.concat(Bytes.ofHex("12" + "28"), quote);

    assertThat(proto(attestation).quotes().getFirst().pcrs().get("sha256")).containsKey(0);
  }

  @Test
  void readsWhatTpm2ToolsWrote() throws MalformedEvidenceException {
    Bytes file = registerFile(0b1000_0001, 2);

    assertThat(Tpm2ToolsRegisters.read(file).get("sha256")).containsOnlyKeys(0, 7);
  }

  @Test
  void refusesRegisterFileWithAnotherNumberOfValues() {
    for (int values : new int[] {0, 1, 3}) {
      Bytes file = registerFile(0b1000_0001, values);
      assertThatExceptionOfType(MalformedEvidenceException.class)
          .isThrownBy(() -> Tpm2ToolsRegisters.read(file));
    }
  }

  @Test
  void refusesRegisterFileCutOffAnywhere() {
    Bytes file = registerFile(0b1, 1);
    for (int length = 0; length < file.length(); length++) {
      Bytes part = file.slice(0, length);
      assertThatExceptionOfType(MalformedEvidenceException.class)
          .isThrownBy(() -> Tpm2ToolsRegisters.read(part));
    }
  }

  private static String members(String pcrs) {
    return "\"ak_public\":\"\",\"tpm_quote\":{\"message\":\"\",\"signature\":\"\",\"pcrs\":%s}"
        .formatted(pcrs);
  }

  private static TpmQuoteEvidence json(String json) throws MalformedEvidenceException {
    return read(EvidenceFormat.JSON, Bytes.of(json.getBytes(StandardCharsets.UTF_8)));
  }

  private static TpmQuoteEvidence proto(Bytes message) throws MalformedEvidenceException {
    return read(EvidenceFormat.PROTO, message);
  }

  private static TpmQuoteEvidence read(EvidenceFormat format, Bytes file)
      throws MalformedEvidenceException {
    return TpmQuoteFiles.read(
        new EvidenceFiles(EvidenceKind.TPM_QUOTE, format, Map.of("evidence", file)));
  }

  private static Bytes registerFile(int bitmap, int values) {
    ByteWriter writer = ByteWriter.littleEndian().u32(1);
    writer.u16(HashAlgorithm.SHA256.id()).u8(3).u8(bitmap).bytes(Bytes.of(new byte[4]));
    writer.bytes(Bytes.of(new byte[15 * 8]));
    writer.u32(1).u32(values);
    for (int i = 0; i < 8; i++) {
      writer.u16(i < values ? 32 : 0).bytes(Bytes.of(new byte[64]));
    }
    return writer.toBytes();
  }
}
