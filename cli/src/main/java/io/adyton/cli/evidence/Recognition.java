// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.attestation.evidence.EvidenceFormat;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.x509.Certificates;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Tells by its first bytes, and by nothing else, what a file may be. */
final class Recognition {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern IMA_LINE =
      Pattern.compile("\\d{1,2} +[0-9a-f]{40} +ima[a-z0-9-]* .*", Pattern.DOTALL);
  private static final Pattern HEX = Pattern.compile("(0x)?([0-9a-fA-F]{2}){16,}");
  private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]{16,}={0,2}");
  private static final Set<String> AMD_KEYS = Set.of("SEV-VCEK", "SEV-VLEK");
  private static final int SNP_REPORT_BYTES = 1184;
  private static final int HCL_REPORT_TYPE = 1224;
  private static final int HCL_SNP = 2;
  private static final int HCL_TDX = 4;
  private static final int TEE_TDX = 0x81;
  private static final int SPEC_ID = 32;
  private static final int SPEC_ID_FIRST_ALGORITHM = SPEC_ID + 28;
  private static final int SHA384 = 0x000c;

  private Recognition() {}

  /** Returns what the file may be, likeliest first; none if it looks like nothing known. */
  static List<EvidenceFiles> candidates(Bytes file) {
    String text = new String(file.toArray(), ISO_8859_1).strip();
    if (text.startsWith("{") || text.startsWith("[")) {
      return json(file);
    }
    if (text.startsWith("<")) {
      return List.of(one(EvidenceKind.NVIDIA_RIM, EvidenceFormat.RAW, "rim", file));
    }
    if (text.startsWith("-----BEGIN CERTIFICATE-----") || startsWith(file, "3082")) {
      return certificates(file);
    }
    if (IMA_LINE.matcher(text).matches()) {
      return List.of(one(EvidenceKind.IMA_LOG, EvidenceFormat.RAW, "log", file));
    }
    if (HEX.matcher(text).matches()) {
      String digits = text.startsWith("0x") ? text.substring(2) : text;
      return binary(Bytes.of(HexFormat.of().parseHex(digits)), EvidenceFormat.HEX, file);
    }
    String joined = text.replaceAll("\\s", "");
    if (BASE64.matcher(joined).matches() && joined.length() % 4 == 0) {
      return binary(Bytes.of(Base64.getDecoder().decode(joined)), EvidenceFormat.BASE64, file);
    }
    return binary(file, EvidenceFormat.RAW, file);
  }

  private static List<EvidenceFiles> binary(Bytes bytes, EvidenceFormat format, Bytes file) {
    List<EvidenceFiles> candidates = new ArrayList<>();
    if (bytes.length() == SNP_REPORT_BYTES) {
      candidates.add(one(EvidenceKind.SEV_SNP, format, "report", file));
    }
    if (startsWith(bytes, "48434c41") && bytes.length() > HCL_REPORT_TYPE + 4) {
      switch (bytes.at(HCL_REPORT_TYPE)) {
        case HCL_SNP ->
            candidates.add(one(EvidenceKind.AZURE_SNP_VTPM, format, "hcl_report", file));
        case HCL_TDX ->
            candidates.add(one(EvidenceKind.AZURE_TDX_VTPM, format, "hcl_report", file));
        default -> {}
      }
    }
    if (startsWith(bytes, "ff5443478018")) {
      candidates.add(one(EvidenceKind.TPM_QUOTE, format, "quote", file));
    }
    if (startsWith(bytes, "03000200")) {
      candidates.add(one(EvidenceKind.SGX, format, "quote", file));
    }
    if ((startsWith(bytes, "0400") || startsWith(bytes, "0500"))
        && bytes.length() > 4
        && bytes.at(4) == TEE_TDX) {
      candidates.add(one(EvidenceKind.TDX, format, "quote", file));
    }
    if (startsWith(bytes, "8444") || startsWith(bytes, "d28444")) {
      candidates.add(one(EvidenceKind.AWS_NITRO, format, "document", file));
    }
    if (startsWith(bytes, "11e001ff")) {
      candidates.add(one(EvidenceKind.NVIDIA_GPU, format, "report", file));
      candidates.add(one(EvidenceKind.NVIDIA_SWITCH, format, "report", file));
    }
    if (format == EvidenceFormat.RAW) {
      addFiles(bytes, candidates);
    }
    return candidates;
  }

  /** Adds the kinds that are never written as text. */
  private static void addFiles(Bytes bytes, List<EvidenceFiles> candidates) {
    if (startsWith(bytes, "0002")) {
      candidates.add(one(EvidenceKind.AWS_NITRO, EvidenceFormat.NSM_FRAMED, "document", bytes));
    }
    if (isEventLog(bytes)) {
      EvidenceFiles firmware = one(EvidenceKind.TCG_EVENT_LOG, EvidenceFormat.RAW, "log", bytes);
      EvidenceFiles guest = one(EvidenceKind.CCEL, EvidenceFormat.RAW, "log", bytes);
      candidates.addAll(hasOnlySha384(bytes) ? List.of(guest, firmware) : List.of(firmware, guest));
    }
    if (startsWith(bytes, "0a")) {
      candidates.add(one(EvidenceKind.TPM_QUOTE, EvidenceFormat.PROTO, "evidence", bytes));
    }
  }

  /** The first event speaks of register 0 to 23, of a type that stands below 2^32, in SHA-1. */
  private static boolean isEventLog(Bytes bytes) {
    return bytes.length() > SPEC_ID
        && bytes.at(0) < 24
        && bytes.slice(1, 4).isZero()
        && bytes.slice(6, 7).isZero()
        && bytes.slice(30, 32).isZero();
  }

  private static boolean hasOnlySha384(Bytes bytes) {
    return bytes.length() > SPEC_ID_FIRST_ALGORITHM + 2
        && new String(bytes.slice(SPEC_ID, SPEC_ID + 15).toArray(), ISO_8859_1)
            .equals("Spec ID Event03")
        && bytes.at(SPEC_ID + 24) == 1
        && bytes.at(SPEC_ID_FIRST_ALGORITHM) == SHA384;
  }

  private static List<EvidenceFiles> json(Bytes file) {
    JsonNode node;
    try {
      node = JSON.readTree(new String(file.toArray(), ISO_8859_1));
    } catch (JsonProcessingException e) {
      return List.of();
    }
    if (node.isArray()) {
      return List.of(
          one(EvidenceKind.NVIDIA_GPU, EvidenceFormat.JSON, "evidence", file),
          one(EvidenceKind.NVIDIA_SWITCH, EvidenceFormat.JSON, "evidence", file));
    }
    if (node.has("endorsements")) {
      return List.of(one(EvidenceKind.SEV_SNP, EvidenceFormat.JSON, "evidence", file));
    }
    if (node.has("td_quote")) {
      return List.of(one(EvidenceKind.AZURE_TDX_VTPM, EvidenceFormat.JSON, "evidence", file));
    }
    if (node.has("hcl_report") || node.has("report")) {
      return List.of(one(EvidenceKind.AZURE_SNP_VTPM, EvidenceFormat.JSON, "evidence", file));
    }
    if (node.has("ak_public")) {
      return List.of(one(EvidenceKind.TPM_QUOTE, EvidenceFormat.JSON, "evidence", file));
    }
    if (node.has("AK")) {
      return List.of(
          one(EvidenceKind.TPM_QUOTE, EvidenceFormat.GO_ATTESTATION_JSON, "evidence", file));
    }
    return List.of();
  }

  /** Tells the makers apart by the name of the first certificate. */
  private static List<EvidenceFiles> certificates(Bytes file) {
    try {
      X509Certificate first = Certificates.read("certificates", file).getFirst();
      String subject = Certificates.subject(first);
      if (subject.contains("NVIDIA")) {
        return List.of(one(EvidenceKind.NVIDIA_CHAIN, EvidenceFormat.RAW, "chain", file));
      }
      return Certificates.commonName(first).filter(AMD_KEYS::contains).isPresent()
          ? List.of(one(EvidenceKind.SEV_SNP, EvidenceFormat.RAW, "vcek", file))
          : List.of();
    } catch (MalformedEvidenceException e) {
      return List.of();
    }
  }

  private static boolean startsWith(Bytes bytes, String hex) {
    Bytes start = Bytes.ofHex(hex);
    return bytes.length() >= start.length() && bytes.slice(0, start.length()).equals(start);
  }

  private static EvidenceFiles one(
      EvidenceKind kind, EvidenceFormat format, String role, Bytes file) {
    return new EvidenceFiles(kind, format, Map.of(role, file));
  }
}
