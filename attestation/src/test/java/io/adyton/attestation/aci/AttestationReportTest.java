// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.aci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.identity.SigningKey;
import io.adyton.attestation.identity.SimulatedAttester;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttestationReportTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Bytes NONCE =
      Bytes.ofHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

  /** The specification's own test vector, section 1 and 2. */
  private static final String KEYSET_DIGEST =
      "sha256:53a5cd44b30dcc51999754c719f2628a041f174ecbf9662a6f8e898a10cd9371";

  private static final WorkloadKeyset KEYSET =
      new WorkloadKeyset(Instant.ofEpochSecond(1_800_000_000), List.of(NONCE));

  @Test
  void commitsToTheStatementOfTheSpecification() {
    assertThat(new AttestationStatement(KEYSET_DIGEST, Optional.of(NONCE)).reportData().hex())
        .isEqualTo("df2174d28130852b413646a3786927b93e94c11d770268b65def8bdba45cb49e");
    assertThat(new AttestationStatement(KEYSET_DIGEST, Optional.empty()).reportData().hex())
        .isEqualTo("0633919ca3f00e97bafaa3304278eb22420cc3ff0d19f87dfca2d3f7508150bc");
  }

  @Test
  void fillsReportDataWithTheDigestAndZeros() {
    AttestationStatement statement = new AttestationStatement(KEYSET_DIGEST, Optional.of(NONCE));

    assertThat(statement.anchor().reportData().hex())
        .isEqualTo(statement.reportData().hex() + "00".repeat(32));
  }

  @Test
  void digestsTheCanonicalFormOfItsKeyset() {
    String canonical =
        "{\"e2ee_public_keys\":[],\"not_after\":1800000000,\"receipt_signing_keys\":[],"
            + "\"subject\":null,\"tls_public_keys\":[{\"spki_sha256\":\""
            + NONCE.hex()
            + "\"}]}";

    assertThat(KEYSET.json().toString()).isEqualTo(canonical);
    assertThat(KEYSET.digest())
        .isEqualTo(
            "sha256:"
                + Bytes.of(canonical.getBytes(StandardCharsets.US_ASCII)).digest("SHA-256").hex());
  }

  @Test
  void carriesEvidenceOverItsStatement() throws Exception {
    AttestationStatement statement = new AttestationStatement(KEYSET.digest(), Optional.of(NONCE));
    List<Submodule> submodules = new SimulatedAttester(Bytes.EMPTY).attest(statement.anchor());

    JsonNode report =
        JSON.readTree(new AttestationReport(KEYSET, Optional.of(NONCE), submodules).json());

    JsonNode attestation = report.path("attestation");
    assertThat(report.path("api_version").asText()).isEqualTo("aci/1");
    assertThat(report.path("workload_keyset_digest").asText()).isEqualTo(KEYSET.digest());
    assertThat(attestation.path("tee_type").asText()).isEqualTo("adyton-simulated");
    assertThat(attestation.path("report_data").asText()).isEqualTo(statement.reportData().hex());
    JsonNode simulated = attestation.at("/evidence/submods/sim");
    assertThat(
            SigningKey.verifies(
                decoded(simulated, "key"),
                SimulatedAttester.message(statement.anchor()),
                decoded(simulated, "signature")))
        .isTrue();
    assertThat(
            SigningKey.verifies(
                decoded(simulated, "key"),
                SimulatedAttester.message(
                    new AttestationStatement(KEYSET.digest(), Optional.empty()).anchor()),
                decoded(simulated, "signature")))
        .isFalse();
  }

  @Test
  void namesTheProcessorBeforeTheTpm() throws Exception {
    Submodule snp =
        new Submodule.Processor(
            Submodule.Processor.Kind.SEV_SNP, Bytes.of(new byte[4]), Optional.empty());
    Submodule simulated = new Submodule.Simulated(Bytes.EMPTY, Bytes.EMPTY, Bytes.EMPTY);

    assertThat(
            JSON.readTree(
                    new AttestationReport(KEYSET, Optional.empty(), List.of(simulated, snp)).json())
                .at("/attestation/tee_type")
                .asText())
        .isEqualTo("sev_snp");
  }

  @Test
  void refusesDigestsOfAnotherLength() {
    assertThatThrownBy(() -> Anchor.ofDigest(Bytes.of(new byte[31])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32");
  }

  private static Bytes decoded(JsonNode node, String member) {
    return Bytes.of(Base64.getUrlDecoder().decode(node.path(member).asText()));
  }
}
