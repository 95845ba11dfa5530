// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.adyton.attestation.cases.CaseList;
import io.adyton.attestation.cases.EvidenceCase;
import io.adyton.attestation.evidence.EvidenceFormat;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.cli.UserError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ShowCommandTest {
  private static final Path VECTORS =
      Path.of(System.getProperty("adyton.test.vectors", "../../shared/vectors"));
  private static final List<String> MAIN_ROLES =
      List.of(
          "evidence", "report", "hcl_report", "quote", "document", "rim", "vcek", "chain", "log");

  private static final Set<String> DECIDED_BY_OTHER_FILES =
      Set.of("revocation", "tcb_status", "advisories");

  @TempDir private Path directory;

  private StringWriter out = new StringWriter();
  private StringWriter err = new StringWriter();

  /** Holds the values shown against those that the list of cases says are in the file. */
  @TestFactory
  Stream<DynamicTest> tellsTheKindOfEverySample() throws Exception {
    Path list = VECTORS.resolve("cases.json");
    assumeTrue(Files.exists(list), "skipped: no vectors");
    return CaseList.read(list).stream()
        .filter(one -> !fields(one).isEmpty())
        .map(one -> DynamicTest.dynamicTest(one.id(), () -> assertShows(one)));
  }

  @Test
  void saysThatNothingIsVerified() throws Exception {
    assertThat(run("show", imaList("/bin/true").toString())).isZero();
    assertThat(out.toString())
        .contains("Linux IMA measurement list", "Read, not verified", "/bin/true")
        .doesNotContain("accepted");
  }

  @Test
  void writesWhatATerminalWouldActOnAsNumbers() throws Exception {
    assertThat(run("show", imaList("/bin/\u001b[2Jx").toString())).isZero();
    assertThat(out.toString()).contains("/bin/\\u{1b}[2Jx").doesNotContain("\u001b");
  }

  @Test
  void refusesWhatIsNoEvidence() throws Exception {
    Path file = Files.writeString(directory.resolve("note.txt"), "no evidence at all");

    assertThat(run("show", file.toString())).isEqualTo(30);
    assertThat(err.toString()).contains("has the structure of no evidence known here");
  }

  @Test
  void saysWhereEvidenceIsDamaged() throws Exception {
    Path file = Files.write(directory.resolve("report"), new byte[] {0x11, (byte) 0xe0, 1, -1, 0});

    assertThat(run("show", file.toString())).isEqualTo(30);
    assertThat(err.toString()).contains("is damaged: SPDM report.nonce: expected 32 bytes");
  }

  private void assertShows(EvidenceCase one) throws Exception {
    String role = mainRole(one);
    assertThat(run("show", "--json", VECTORS.resolve(one.files().get(role)).toString()))
        .as(err.toString())
        .isZero();
    JsonNode shown = new ObjectMapper().readTree(out.toString());
    assertThat(shown.path("verified").asBoolean(true)).isFalse();
    assertThat(shown.path("kind").asText()).isEqualTo(one.kind().label());
    if (one.format() != EvidenceFormat.TPM2TOOLS) {
      assertThat(shown.path("format").asText()).isEqualTo(one.format().label());
    }
    JsonNode claims = shown.path("claims");
    fields(one)
        .forEach(
            (name, value) -> {
              if (claims.has(name) && !DECIDED_BY_OTHER_FILES.contains(name)) {
                assertThat(claims.path(name).asText()).as(name).isEqualTo(value);
              }
            });
    assertThat(claims.size()).isPositive();
  }

  private static String mainRole(EvidenceCase one) {
    return one.kind() == EvidenceKind.CCEL
        ? "log"
        : MAIN_ROLES.stream().filter(one.files()::containsKey).findFirst().orElseThrow();
  }

  private static Map<String, String> fields(EvidenceCase one) {
    return switch (one.expectation()) {
      case EvidenceCase.Expectation.Accept(Map<String, String> fields) -> fields;
      case EvidenceCase.Expectation.Parse(Map<String, String> fields) -> fields;
      case EvidenceCase.Expectation.Refuse _ -> Map.of();
    };
  }

  private Path imaList(String path) throws Exception {
    return Files.writeString(
        directory.resolve("ima"),
        "10 %s ima-ng sha256:%s %s\n".formatted("ab".repeat(20), "cd".repeat(32), path));
  }

  private int run(String... arguments) {
    out = new StringWriter();
    err = new StringWriter();
    return new CommandLine(new EvidenceCommand())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .setExecutionExceptionHandler(
            (failure, command, parsed) -> {
              err.append(failure.getMessage());
              return failure instanceof UserError error ? error.exitCode().status() : 99;
            })
        .execute(arguments);
  }
}
