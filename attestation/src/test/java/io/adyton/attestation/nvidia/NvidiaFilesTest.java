// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.attestation.evidence.EvidenceFormat;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.attestation.evidence.NvidiaEvidence.Device;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NvidiaFilesTest {
  private static final String ELEMENT =
      "{\"arch\":\"HOPPER\",\"certificate\":\"AQ==\",\"evidence\":\"Ag==\",\"nonce\":\"03\"}";

  @Test
  void readsTheListOfNvidiasTools() throws MalformedEvidenceException {
    NvidiaEvidence evidence = read(EvidenceKind.NVIDIA_SWITCH, "[" + ELEMENT + "," + ELEMENT + "]");

    assertThat(evidence.device()).isEqualTo(Device.SWITCH);
    assertThat(evidence.reports())
        .hasSize(2)
        .contains(new NvidiaEvidence.Report(Bytes.ofHex("02"), Bytes.ofHex("01")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[",
        "{}",
        "[{\"certificate\":\"AQ==\",\"evidence\":\"Ag==\",\"evidence\":\"Aw==\"}]",
        "[{\"certificate\":\"AQ==\",\"evidence\":\"Ag==\"}] []",
        "[{\"certificate\":\"AQ==\",\"evidence\":\"!\"}]",
        "[{\"certificate\":\"AQ==\",\"evidence\":2}]",
        "[{\"certificate\":\"AQ==\"}]",
        "[[]]",
        "[null]"
      })
  void refusesWhatIsNoSuchList(String json) {
    assertThatThrownBy(() -> read(EvidenceKind.NVIDIA_GPU, json))
        .isInstanceOf(MalformedEvidenceException.class);
  }

  private static NvidiaEvidence read(EvidenceKind kind, String json)
      throws MalformedEvidenceException {
    return NvidiaFiles.read(
        new EvidenceFiles(
            kind, EvidenceFormat.JSON, Map.of("evidence", Bytes.of(json.getBytes(US_ASCII)))));
  }
}
