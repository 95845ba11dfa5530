// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.aci;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.document.SubmoduleWriter;
import java.util.List;
import java.util.Optional;

/**
 * The attestation report (section 4).
 *
 * <p>Its evidence holds our submodules as they stand in {@code submods} of an evidence document,
 * over the anchor of the statement. {@code tdx} and {@code sev_snp} are the specification's own
 * types; the others are extensions of ours. Nothing is said of the source: every member of {@code
 * source_provenance} is null, so a verifier that demands one refuses the report.
 *
 * @param keyset the keys
 * @param nonce the caller's, 32 bytes
 * @param submodules evidence over the statement's anchor
 */
public record AttestationReport(
    WorkloadKeyset keyset, Optional<Bytes> nonce, List<Submodule> submodules) {
  /** Copies the list. */
  public AttestationReport {
    submodules = List.copyOf(submodules);
  }

  /** Writes the report as JSON. */
  public String json() {
    String digest = keyset.digest();
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("api_version", "aci/1");
    json.put("workload_keyset_digest", digest);
    ObjectNode attestation = json.putObject("attestation");
    attestation.put("tee_type", teeType());
    attestation.set("workload_keyset", keyset.json());
    attestation.put("report_data", new AttestationStatement(digest, nonce).reportData().hex());
    attestation
        .putObject("source_provenance")
        .putNull("repo_url")
        .putNull("repo_commit")
        .putNull("image_digest")
        .putNull("image_provenance");
    attestation.putObject("evidence").set("submods", SubmoduleWriter.write(submodules));
    ObjectNode capabilities = json.putObject("service_capabilities");
    capabilities.putArray("supported_e2ee_versions");
    capabilities.put("serving", "direct");
    return json.toString();
  }

  /** Returns the type of what keeps the operator out, or else of what measured the start. */
  private String teeType() {
    String type = "adyton-simulated";
    for (Submodule submodule : submodules) {
      switch (submodule) {
        case Submodule.Processor processor -> {
          return teeType(processor.kind());
        }
        case Submodule.Tpm tpm -> type = "tpm2";
        case Submodule.Simulated simulated -> {}
        case Submodule.Gpu gpu -> {}
      }
    }
    return type;
  }

  private static String teeType(Submodule.Processor.Kind kind) {
    return switch (kind) {
      case SEV_SNP -> "sev_snp";
      case TDX -> "tdx";
      case SGX -> "sgx";
      case NITRO -> "nitro";
    };
  }
}
