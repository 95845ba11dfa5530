// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.ima;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.ImaMeasurementList;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImaListTest {
  private static final String DIGEST = "ab".repeat(32);
  private static final Bytes DATA =
      Bytes.concat(
          Bytes.ofHex("28000000"),
          ascii("sha256:\0"),
          Bytes.ofHex(DIGEST),
          Bytes.ofHex("03000000"),
          ascii("/a\0"));
  private static final String LINE =
      "10 %s ima-ng sha256:%s /a\n".formatted(HashAlgorithm.SHA1.hash(DATA), DIGEST);
  private static final String VIOLATION =
      "10 %s ima-ng sha256:%s /a\n".formatted("00".repeat(20), DIGEST);

  @Test
  void hashesTheDataOfALineAsTheKernelDoes() throws MalformedEvidenceException {
    ImaEntry entry = read(LINE).entries().getFirst();

    assertThat(entry.templateData()).isEqualTo(DATA);
    assertThat(entry.isConsistent()).isTrue();
    assertThat(entry.path()).isEqualTo("/a");
  }

  @Test
  void extendsEachBankWithItsOwnHashOfTheData() throws MalformedEvidenceException {
    Bytes zero = HashAlgorithm.SHA256.filled(0);

    assertThat(read(LINE).replay(HashAlgorithm.SHA256))
        .containsOnly(
            Map.entry(10, HashAlgorithm.SHA256.extend(zero, HashAlgorithm.SHA256.hash(DATA))));
  }

  @Test
  void extendsAllOnesForAViolation() throws MalformedEvidenceException {
    HashAlgorithm bank = HashAlgorithm.SHA1;

    assertThat(read(VIOLATION).entries().getFirst().isViolation()).isTrue();
    assertThat(read(VIOLATION).replay(bank))
        .containsOnly(Map.entry(10, bank.extend(bank.filled(0), bank.filled(0xff))));
  }

  @Test
  void readsTheTemplatesOfOtherKernels() throws MalformedEvidenceException {
    String digest = "cd".repeat(20);
    Bytes old = Bytes.concat(Bytes.ofHex(digest), ascii("/a"), Bytes.of(new byte[254]));

    assertThat(consistent("ima", digest + " /a", old)).isTrue();
    assertThat(
            consistent(
                "ima-sig",
                "sha256:%s /a 0302".formatted(DIGEST),
                Bytes.concat(DATA, Bytes.ofHex("020000000302"))))
        .isTrue();
    assertThat(
            consistent(
                "ima-sig",
                "sha256:%s /a ".formatted(DIGEST),
                Bytes.concat(DATA, Bytes.ofHex("00000000"))))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "10",
        "10 00 ima-ng sha256:00 /a",
        "24 0000000000000000000000000000000000000000 ima-ng sha256:00 /a",
        "x 0000000000000000000000000000000000000000 ima-ng sha256:00 /a",
        "10 0000000000000000000000000000000000000000 ima-xx sha256:00 /a",
        "10 0000000000000000000000000000000000000000 ima-ng sha256:0 /a",
        "10 0000000000000000000000000000000000000000 ima-ng 00 /a",
        "10 0000000000000000000000000000000000000000 ima-ng sha256:00 /a b",
        "10 0000000000000000000000000000000000000000 ima-ng sha256:00",
        "10 0000000000000000000000000000000000000000 ima-ng sha256:00 /a\n\n"
      })
  void refusesOtherLines(String text) {
    assertThatExceptionOfType(MalformedEvidenceException.class).isThrownBy(() -> read(text));
  }

  @Test
  void refusesLineWhoseHashIsNotThatOfItsData() {
    Verdict verdict = verify(LINE.replace("/a", "/b"), parseOnly());

    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    assertThat(((Verdict.Refused) verdict).reason()).isEqualTo(Reason.LOG_REPLAY);
  }

  @Test
  void examinesAListAndAcceptsNone() {
    assertThat(verify(LINE, parseOnly())).isInstanceOf(Verdict.Examined.class);
    Verdict asEvidence = verify(LINE, EvidencePolicy.STRICT);
    assertThat(asEvidence).isInstanceOf(Verdict.Refused.class);
    assertThat(((Verdict.Refused) asEvidence).reason()).isEqualTo(Reason.NOT_EVIDENCE);
  }

  private static boolean consistent(String template, String fields, Bytes data)
      throws MalformedEvidenceException {
    String line = "10 %s %s %s\n".formatted(HashAlgorithm.SHA1.hash(data).hex(), template, fields);
    return read(line).entries().getFirst().isConsistent();
  }

  private static ImaList read(String text) throws MalformedEvidenceException {
    return ImaList.read(ascii(text));
  }

  private static Verdict verify(String text, EvidencePolicy policy) {
    return new ImaListVerifier()
        .verify(
            new ImaMeasurementList(ascii(text)),
            new Demand(
                Instant.parse("2026-01-01T00:00:00Z"), Optional.empty(), Optional.empty(), policy));
  }

  private static EvidencePolicy parseOnly() {
    return new EvidencePolicy(
        false, false, false, 0, Set.of(), false, Set.of(), false, false, 0, false, false, false,
        false, Map.of(), true);
  }

  private static Bytes ascii(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
