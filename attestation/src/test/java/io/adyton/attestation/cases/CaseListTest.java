// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.appraisal.Verifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CaseListTest {
  private static final String ONE =
      """
      {"version":1,"cases":[{"id":"a","kind":"tpm-quote","files":{"quote":"q.bin"},
       "at":"2026-01-01T00:00:00Z","nonce":null,"policy":{%s},"outcome":"accept",
       "fields":{"safe":true,"clock":7,"nonce":"00ff"}}]}
      """;

  @TempDir private Path folder;

  @Test
  void readsTimeFreshnessPolicyAndFields() throws Exception {
    EvidenceCase only = read(ONE.formatted("\"max_vmpl\":2,\"require\":{\"clock\":7}")).getFirst();

    assertThat(only.demand().at()).hasToString("2026-01-01T00:00:00Z");
    assertThat(only.demand().nonce()).isEmpty();
    assertThat(only.demand().policy().maxVmpl()).isEqualTo(2);
    assertThat(only.demand().policy().require()).containsEntry("clock", "7");
    assertThat(only.expectation()).isInstanceOf(EvidenceCase.Expectation.Accept.class);
  }

  @Test
  void refusesPolicyKeyItDoesNotKnow() {
    assertThatThrownBy(() -> read(ONE.formatted("\"alow_debug\":true")))
        .isInstanceOf(CaseListException.class)
        .hasMessageContaining("alow_debug");
  }

  @Test
  void refusesPolicyValueOfOtherType() {
    assertThatThrownBy(() -> read(ONE.formatted("\"allow_debug\":\"yes\"")))
        .isInstanceOf(CaseListException.class)
        .hasMessageContaining("true or false");
  }

  @Test
  void refusesMemberThatIsThereTwice() {
    assertThatThrownBy(() -> read(ONE.formatted("\"max_vmpl\":1,\"max_vmpl\":2")))
        .isInstanceOf(CaseListException.class);
  }

  @Test
  void disagreesWhenFieldOutcomeOrReasonDiffers() throws Exception {
    EvidenceCase only = read(ONE.formatted("")).getFirst();
    Files.write(folder.resolve("q.bin"), new byte[] {1});
    Verifier<String> nearly =
        (text, demand, appraisal) -> {
          appraisal.require(
              "a",
              io.adyton.attestation.appraisal.Reason.SIGNATURE,
              io.adyton.attestation.appraisal.Check.Source.VERIFIER_DERIVED,
              true,
              "x",
              "x");
          appraisal.claim("safe", true);
          appraisal.claim("clock", 8);
        };

    CaseRun run = CaseRun.of(only, folder, (files, demand) -> nearly.verify("", demand));

    assertThat(run.verdict()).isInstanceOf(Verdict.Accepted.class);
    assertThat(run.differences())
        .containsExactly("clock: expected 7, found 8", "nonce: expected 00ff, found nothing");
  }

  @Test
  void evidenceWithoutAnyAnswerIsRefused() throws Exception {
    EvidenceCase only = read(ONE.formatted("")).getFirst();
    Files.write(folder.resolve("q.bin"), new byte[] {1});
    Verifier<String> silent = (text, demand, appraisal) -> {};

    CaseRun run = CaseRun.of(only, folder, (files, demand) -> silent.verify("", demand));

    assertThat(run.outcome()).isEqualTo("refuse");
    assertThat(run.agrees()).isFalse();
  }

  private List<EvidenceCase> read(String json) throws Exception {
    Path file = Files.writeString(folder.resolve("cases.json"), json);
    return CaseList.read(file);
  }
}
