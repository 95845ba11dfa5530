// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.azure;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.AzureSnpVtpmEvidence;
import io.adyton.attestation.evidence.AzureTdxVtpmEvidence;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.attestation.evidence.EvidenceFormat;
import io.adyton.attestation.evidence.IntelCollateral;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.intel.IntelFiles;
import io.adyton.attestation.json.StrictJson;
import io.adyton.attestation.tpm.TpmQuoteFiles;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Takes the evidence of Azure’s confidential guests out of its files.
 *
 * <p>JSON without a version holds lists of numbers and PEM; versions 1 and 2 hold base64url and
 * hexadecimal, and version 2 promises that the nonce is in the user data too. Other versions are
 * refused, because nobody knows what they promise.
 */
public final class AzureEvidenceFiles {
  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_VERSION = 2;
  private static final int NONCE_IN_USER_DATA = 2;
  private static final int OPENING_BRACE = '{';

  private AzureEvidenceFiles() {}

  /** Reads the evidence of a guest on SEV-SNP. */
  public static AzureSnpVtpmEvidence readSnp(EvidenceFiles files)
      throws MalformedEvidenceException {
    if (files.format() != EvidenceFormat.JSON) {
      return new AzureSnpVtpmEvidence(
          files.decoded("hcl_report"), files.find("vcek"), quoteFile(files));
    }
    StrictJson json = json(files);
    int version = version(json);
    Optional<Bytes> endorsementKey =
        json.has("vcek")
            ? Optional.of(version == 0 ? pem(json.text("vcek")) : json.lenientBase64Url("vcek"))
            : Optional.empty();
    return new AzureSnpVtpmEvidence(
        hclReport(json, version),
        endorsementKey,
        quote(json, version),
        version >= NONCE_IN_USER_DATA);
  }

  /** Reads the evidence of a guest on TDX, and Intel’s collateral from files of its own. */
  public static AzureTdxVtpmEvidence readTdx(EvidenceFiles files)
      throws MalformedEvidenceException {
    IntelCollateral collateral = IntelFiles.collateral(files);
    if (files.format() != EvidenceFormat.JSON) {
      return new AzureTdxVtpmEvidence(
          files.decoded("hcl_report"), files.find("td_quote"), collateral, quoteFile(files));
    }
    StrictJson json = json(files);
    int version = version(json);
    Optional<Bytes> tdQuote =
        json.has("td_quote") ? Optional.of(bytes(json, "td_quote", version)) : Optional.empty();
    return new AzureTdxVtpmEvidence(
        hclReport(json, version),
        tdQuote,
        collateral,
        quote(json, version),
        version >= NONCE_IN_USER_DATA);
  }

  private static StrictJson json(EvidenceFiles files) throws MalformedEvidenceException {
    return StrictJson.object("evidence", files.file("evidence"), MAX_BYTES);
  }

  private static int version(StrictJson json) throws MalformedEvidenceException {
    return json.has("version") ? json.number("version", MAX_VERSION) : 0;
  }

  private static Bytes hclReport(StrictJson json, int version) throws MalformedEvidenceException {
    boolean olderName = version == 0 && json.has("report");
    if (olderName && json.has("hcl_report")) {
      throw new MalformedEvidenceException(
          "evidence: expected one of 'report' and 'hcl_report', found both");
    }
    return bytes(json, olderName ? "report" : "hcl_report", version);
  }

  private static Bytes bytes(StrictJson json, String name, int version)
      throws MalformedEvidenceException {
    return version == 0 ? json.byteList(name) : json.lenientBase64Url(name);
  }

  private static Optional<Quote> quote(StrictJson json, int version)
      throws MalformedEvidenceException {
    if (version > 0) {
      return json.has("tpm_quote")
          ? Optional.of(TpmQuoteFiles.readHexQuote(json.object("tpm_quote")))
          : Optional.empty();
    }
    if (!json.has("quote")) {
      return Optional.empty();
    }
    StrictJson quote = json.object("quote");
    List<Bytes> pcrs = new ArrayList<>();
    for (StrictJson value : quote.list("pcrs")) {
      pcrs.add(value.byteList());
    }
    return Optional.of(
        new Quote(
            quote.byteList("message"),
            Optional.of(quote.byteList("signature")),
            TpmQuoteFiles.fromZero(pcrs)));
  }

  private static Optional<Quote> quoteFile(EvidenceFiles files) throws MalformedEvidenceException {
    Optional<Bytes> quote = files.find("quote");
    if (quote.isEmpty()) {
      return Optional.empty();
    }
    boolean isJson = quote.get().length() > 0 && quote.get().at(0) == OPENING_BRACE;
    return Optional.of(
        isJson
            ? TpmQuoteFiles.readHexQuote(StrictJson.object("quote", quote.get(), MAX_BYTES))
            : new Quote(quote.get(), files.find("signature"), Map.of()));
  }

  private static Bytes pem(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.US_ASCII));
  }
}
