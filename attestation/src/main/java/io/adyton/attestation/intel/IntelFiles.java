// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.ConfidentialEventLog;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.attestation.evidence.IntelCollateral;
import io.adyton.attestation.evidence.SgxEvidence;
import io.adyton.attestation.evidence.TdxEvidence;
import io.adyton.attestation.json.StrictJson;
import java.util.Optional;

/** Takes SGX and TDX evidence out of its files. */
public final class IntelFiles {
  private static final int MAX_JSON_BYTES = 1 << 20;

  private IntelFiles() {}

  /**
   * Reads a quote of SGX with its collateral.
   *
   * @throws MalformedEvidenceException if a file is not what its format says
   */
  public static SgxEvidence sgx(EvidenceFiles files) throws MalformedEvidenceException {
    return new SgxEvidence(files.decoded("quote"), collateral(files));
  }

  /**
   * Reads a quote of TDX with its collateral.
   *
   * @throws MalformedEvidenceException if a file is not what its format says
   */
  public static TdxEvidence tdx(EvidenceFiles files) throws MalformedEvidenceException {
    return new TdxEvidence(files.decoded("quote"), collateral(files));
  }

  /**
   * Reads an event log, which is always raw, with the quote it must lead to.
   *
   * @throws MalformedEvidenceException if a file is not what its format says
   */
  public static ConfidentialEventLog ccel(EvidenceFiles files) throws MalformedEvidenceException {
    return new ConfidentialEventLog(
        files.file("log"),
        files.find("acpi_table"),
        files.find("quote").isPresent() ? Optional.of(tdx(files)) : Optional.empty());
  }

  /** Reads collateral: one JSON for all, parts of their own, or both, where a part goes first. */
  public static IntelCollateral collateral(EvidenceFiles files) throws MalformedEvidenceException {
    IntelCollateral whole = IntelCollateral.NONE;
    if (files.find("collateral").isPresent()) {
      whole = whole(json("collateral", files));
    }
    Optional<Bytes> issuers = Optional.empty();
    if (files.find("issuer_chain").isPresent()) {
      issuers = text(json("issuer_chain", files), "tcb_info_issuer_chain");
    }
    Optional<Bytes> given = issuers;
    return new IntelCollateral(
        files.find("tcb_info").or(whole::tcbInfo),
        given.or(whole::tcbInfoIssuerChain),
        files.find("qe_identity").or(whole::qeIdentity),
        given.or(whole::qeIdentityIssuerChain),
        files.find("pck_crl").or(whole::pckCrl),
        whole.pckCrlIssuerChain(),
        files.find("root_crl").or(whole::rootCrl));
  }

  private static IntelCollateral whole(StrictJson json) throws MalformedEvidenceException {
    return new IntelCollateral(
        response(json, "tcbInfo", "tcb_info"),
        text(json, "tcb_info_issuer_chain"),
        response(json, "enclaveIdentity", "qe_identity"),
        text(json, "qe_identity_issuer_chain"),
        list(json, "pck_crl"),
        text(json, "pck_crl_issuer_chain"),
        list(json, "root_ca_crl"));
  }

  /** Puts the text of a document and its signature together again as the service answered. */
  private static Optional<Bytes> response(StrictJson json, String member, String name)
      throws MalformedEvidenceException {
    if (!json.has(name)) {
      return Optional.empty();
    }
    Bytes signature = json.hex(name + "_signature", 64);
    String response =
        "{\"%s\":%s,\"signature\":\"%s\"}".formatted(member, json.text(name), signature.hex());
    return Optional.of(Bytes.of(response.getBytes(UTF_8)));
  }

  private static Optional<Bytes> list(StrictJson json, String name)
      throws MalformedEvidenceException {
    if (!json.has(name)) {
      return Optional.empty();
    }
    return json.text(name).startsWith("-----BEGIN")
        ? text(json, name)
        : Optional.of(json.hex(name));
  }

  private static Optional<Bytes> text(StrictJson json, String name)
      throws MalformedEvidenceException {
    return json.optionalText(name).map(text -> Bytes.of(text.getBytes(UTF_8)));
  }

  private static StrictJson json(String role, EvidenceFiles files)
      throws MalformedEvidenceException {
    return StrictJson.object(role, files.file(role), MAX_JSON_BYTES);
  }
}
