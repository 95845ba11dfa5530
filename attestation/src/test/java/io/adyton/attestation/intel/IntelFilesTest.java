// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.attestation.evidence.EvidenceFormat;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.IntelCollateral;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IntelFilesTest {
  private static final SyntheticIntel INTEL = new SyntheticIntel();
  private static final Bytes QUOTE = INTEL.tdx().build();
  private static final Demand STRICT =
      new Demand(
          Instant.parse("2026-01-15T00:00:00Z"),
          Optional.empty(),
          Optional.empty(),
          EvidencePolicy.STRICT);

  @Test
  void readsQuoteInEachFormat() throws Exception {
    Bytes hex = text("0x" + QUOTE.hex() + "\n");
    Bytes base64 = text(Base64.getMimeEncoder().encodeToString(QUOTE.toArray()));

    assertThat(quote(EvidenceFormat.RAW, QUOTE)).isEqualTo(QUOTE);
    assertThat(quote(EvidenceFormat.HEX, hex)).isEqualTo(QUOTE);
    assertThat(quote(EvidenceFormat.BASE64, base64)).isEqualTo(QUOTE);
    assertThatThrownBy(() -> quote(EvidenceFormat.HEX, QUOTE))
        .isInstanceOf(MalformedEvidenceException.class);
    assertThatThrownBy(() -> quote(EvidenceFormat.JSON, QUOTE))
        .isInstanceOf(MalformedEvidenceException.class);
  }

  @Test
  void readsCollateralAsOneJson() throws Exception {
    assertThat(verify(Map.of("quote", QUOTE, "collateral", collateral())))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void readsCollateralAsPartsWithIssuersOfAnother() throws Exception {
    IntelCollateral parts = INTEL.documents().sign();
    Map<String, Bytes> files = new HashMap<>();
    files.put("quote", QUOTE);
    files.put("tcb_info", parts.tcbInfo().orElseThrow());
    files.put("qe_identity", parts.qeIdentity().orElseThrow());
    files.put("pck_crl", parts.pckCrl().orElseThrow());
    files.put("root_crl", parts.rootCrl().orElseThrow());
    assertThat(verify(files)).isInstanceOf(Verdict.Refused.class);

    files.put("issuer_chain", collateral());
    assertThat(verify(files)).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesTextThatBreaksOutOfItsMember() throws Exception {
    Bytes smuggled =
        text(
            "{\"tcb_info\":\"{},\\\"tcbInfo\\\":{}\",\"tcb_info_signature\":\"%s\"}"
                .formatted("00".repeat(64)));

    Verdict verdict = verify(Map.of("quote", QUOTE, "collateral", smuggled));

    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.reason()).isEqualTo(Reason.MALFORMED));
  }

  private static Verdict verify(Map<String, Bytes> files) throws MalformedEvidenceException {
    var evidence = IntelFiles.tdx(new EvidenceFiles(EvidenceKind.TDX, EvidenceFormat.RAW, files));
    return new TdxVerifier(INTEL.root.certificate()).verify(evidence, STRICT);
  }

  private static Bytes quote(EvidenceFormat format, Bytes file) throws MalformedEvidenceException {
    return IntelFiles.tdx(new EvidenceFiles(EvidenceKind.TDX, format, Map.of("quote", file)))
        .quote();
  }

  private static Bytes collateral() {
    SyntheticIntel.Documents documents = INTEL.documents();
    IntelCollateral parts = documents.sign();
    String issuers =
        new String(parts.tcbInfoIssuerChain().orElseThrow().toArray(), US_ASCII)
            .replace("\r", "")
            .replace("\n", "\\n");
    return text(
        """
        {"tcb_info_issuer_chain":"%s","tcb_info":"%s","tcb_info_signature":"%s",
        "qe_identity_issuer_chain":"%s","qe_identity":"%s","qe_identity_signature":"%s",
        "pck_crl":"%s","root_ca_crl":"%s"}"""
            .formatted(
                issuers,
                documents.tcbInfo.replace("\"", "\\\""),
                signature(parts.tcbInfo().orElseThrow()),
                issuers,
                documents.qeIdentity.replace("\"", "\\\""),
                signature(parts.qeIdentity().orElseThrow()),
                parts.pckCrl().orElseThrow().hex(),
                parts.rootCrl().orElseThrow().hex()));
  }

  private static String signature(Bytes response) {
    String text = new String(response.toArray(), US_ASCII);
    return text.substring(text.length() - 130, text.length() - 2);
  }

  private static Bytes text(String text) {
    return Bytes.of(text.getBytes(US_ASCII));
  }
}
