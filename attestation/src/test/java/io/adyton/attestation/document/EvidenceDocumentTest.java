// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EvidenceDocumentTest {
  private static final String WHOLE =
      new String(Documents.whole().toBytes().toArray(), StandardCharsets.UTF_8);

  @Test
  void readsBackWhatItWrote() throws Exception {
    assertThat(EvidenceDocument.parse(Documents.whole().toBytes())).isEqualTo(Documents.whole());
  }

  @Test
  void readsProcessorReportWithoutChain() throws Exception {
    EvidenceDocument document =
        new EvidenceDocument(
            Documents.NONCE,
            2,
            Bytes.EMPTY,
            List.of(
                new Submodule.Processor(
                    Submodule.Processor.Kind.SEV_SNP, Documents.filled(3, 1), Optional.empty())));

    assertThat(EvidenceDocument.parse(document.toBytes())).isEqualTo(document);
  }

  @Test
  void keepsBoundBytesAsTheyCame() throws Exception {
    Bytes odd = Bytes.of("{ \"not\" : [1 ] }".getBytes(StandardCharsets.UTF_8));
    EvidenceDocument document = new EvidenceDocument(Documents.NONCE, 0, odd, List.of());

    assertThat(EvidenceDocument.parse(document.toBytes()).bound()).isEqualTo(odd);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "eat_profile",
        "eat_nonce",
        "adyton_version",
        "adyton_level",
        "adyton_bound",
        "submods"
      })
  void refusesMissingMember(String name) {
    refuses(WHOLE.replace("\"" + name + "\":", "\"x_" + name + "\":"));
    refuses(WHOLE.replaceFirst("\"" + name + "\":(\"[^\"]*\"|\\d+|\\{)", "\"" + name + "\":null"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"eat_nonce\":",
        "\"submods\":{",
        "\"cpu\":{",
        "\"gpu/0\":{",
        "\"sim\":{",
        "\"vtpm\":{",
        "\"quote\":{",
        "\"pcrs\":{",
        "\"ak\":{",
        "\"log\":{"
      })
  void refusesUnknownMember(String at) {
    assertThat(WHOLE).contains(at);
    String before = at.endsWith("{") ? at + "\"unknown\":1," : "\"unknown\":1," + at;

    refuses(WHOLE.replace(at, before));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"adyton_level\":3", "\"arch\":\"hopper\"", "\"method\":\"ek-cert\""})
  void refusesMemberThatIsThereTwice(String member) {
    assertThat(WHOLE).contains(member);

    refuses(WHOLE.replace(member, member + "," + member));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"adyton_level\":3`, `\"adyton_level\":5`",
        "`\"adyton_level\":3`, `\"adyton_level\":-1`",
        "`\"adyton_level\":3`, `\"adyton_level\":3.0`",
        "`\"adyton_level\":3`, `\"adyton_level\":\"3\"`",
        "`\"adyton_version\":1`, `\"adyton_version\":2`",
        "`evidence#1`, `evidence#2`",
        "`\"method\":\"ek-cert\"`, `\"method\":\"none\"`",
        "`tpm2-event-log`, `ccel`",
        "`\"sha256\":{`, `\"sha512\":{`",
        "`\"15\":`, `\"24\":`",
        "`\"15\":`, `\"015\":`",
        "`\"gpu/0\"`, `\"npu/0\"`",
        "`tdx-quote`, `tdx-report`",
        "`,4]`, `,2]`",
        "`,4]`, `,4,4]`",
        "`,4]`, `]`",
        "`collateral#1`, `collateral#2`",
        "`\"__cmwc_t\"`, `\"__cmwc\"`",
        "`snp.crl`, `snp.crls`",
        "`application/pkix-crl`, `application/json`",
        "`,2]`, `,1]`",
        "`,2]`, `,2,2]`",
        "`,1]`, `,2]`"
      })
  void refusesOtherValue(String member, String other) {
    assertThat(WHOLE).contains(member);

    refuses(WHOLE.replaceFirst(Pattern.quote(member), other));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 31, 33})
  void refusesNonceOfOtherLength(int length) {
    Bytes nonce = Documents.filled(length, 1);

    refuses(new EvidenceDocument(nonce, 0, Bytes.EMPTY, List.of()).toBytes().toArray());
  }

  @Test
  void refusesBytesAfterTheEndAndCutOffDocuments() {
    refuses(WHOLE + "{}");
    refuses(WHOLE + "0");
    for (int length = 0; length < WHOLE.length(); length++) {
      refuses(WHOLE.substring(0, length));
    }
  }

  @Test
  void refusesPaddedAndLooseBase64() {
    String nonce = "\"eat_nonce\":\"" + WHOLE.split("\"eat_nonce\":\"", -1)[1].substring(0, 43);
    assertThat(WHOLE).contains(nonce + "\"");

    refuses(WHOLE.replace(nonce, nonce + "="));
    refuses(WHOLE.replace(nonce, nonce.substring(0, nonce.length() - 1) + "F"));
  }

  @Test
  void refusesDocumentThatIsTooLarge() {
    refuses(WHOLE + " ".repeat(EvidenceDocument.MAX_BYTES));
  }

  private static void refuses(String document) {
    refuses(document.getBytes(StandardCharsets.UTF_8));
  }

  private static void refuses(byte[] document) {
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> EvidenceDocument.parse(Bytes.of(document)));
  }
}
