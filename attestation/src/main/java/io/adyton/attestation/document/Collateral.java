// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.IntelCollateral;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What makers of hardware publish, and verifiers need beside evidence. The makers sign it, so it is
 * believed for that and not for where it came from; nothing of ours binds it.
 *
 * @param parts as they came from the maker
 */
public record Collateral(Map<Part, Bytes> parts) {
  /** The bits of a conceptual message wrapper's indicator (RFC 9999). */
  private static final int REFERENCE_VALUES = 1;

  private static final int ENDORSEMENT = 2;

  /** Nothing at hand. */
  public static final Collateral NONE = new Collateral(Map.of());

  /** Copies the map, into the order of {@link Part}. */
  public Collateral {
    EnumMap<Part, Bytes> copy = new EnumMap<>(Part.class);
    copy.putAll(parts);
    parts = Collections.unmodifiableMap(copy);
  }

  /** One document of a maker's. */
  public enum Part {
    /** Certificate of the VCEK or VLEK, and what stands between it and AMD's root. */
    SNP_KEY("snp.vek", "application/pem-certificate-chain", ENDORSEMENT),
    /** Revocation list that AMD's root signs. */
    SNP_CRL("snp.crl", "application/pkix-crl", ENDORSEMENT),
    /** TCB info of the platform. */
    INTEL_TCB_INFO("intel.tcb_info", "application/json", ENDORSEMENT),
    /** Chain of the key that signed it. */
    INTEL_TCB_INFO_CHAIN("intel.tcb_info_chain", "application/pem-certificate-chain", ENDORSEMENT),
    /** Identity of the quoting enclave. */
    INTEL_QE_IDENTITY("intel.qe_identity", "application/json", ENDORSEMENT),
    /** Chain of the key that signed it. */
    INTEL_QE_IDENTITY_CHAIN(
        "intel.qe_identity_chain", "application/pem-certificate-chain", ENDORSEMENT),
    /** Revocation list of the platform's authority. */
    INTEL_PCK_CRL("intel.pck_crl", "application/pkix-crl", ENDORSEMENT),
    /** Chain of the key that signed it. */
    INTEL_PCK_CRL_CHAIN("intel.pck_crl_chain", "application/pem-certificate-chain", ENDORSEMENT),
    /** Revocation list of Intel's root. */
    INTEL_ROOT_CRL("intel.root_crl", "application/pkix-crl", ENDORSEMENT),
    /** Reference manifest of the GPUs' driver. */
    GPU_DRIVER_MANIFEST("gpu.driver_rim", "application/swid+xml", REFERENCE_VALUES),
    /** Reference manifest of the GPUs' VBIOS. */
    GPU_VBIOS_MANIFEST("gpu.vbios_rim", "application/swid+xml", REFERENCE_VALUES);

    private final String label;
    private final String mediaType;
    private final int indicator;

    Part(String label, String mediaType, int indicator) {
      this.label = label;
      this.mediaType = mediaType;
      this.indicator = indicator;
    }

    /** Returns its name in documents, and as a file. */
    public String label() {
      return label;
    }

    String mediaType() {
      return mediaType;
    }

    /** Returns the indicator of its conceptual message wrapper. */
    int indicator() {
      return indicator;
    }

    static Optional<Part> of(String label) {
      return Arrays.stream(values()).filter(part -> part.label.equals(label)).findFirst();
    }
  }

  /** Returns a part, if it is at hand. */
  public Optional<Bytes> find(Part part) {
    return Optional.ofNullable(parts.get(part));
  }

  /** Returns what is at hand of Intel's. */
  public IntelCollateral intel() {
    return new IntelCollateral(
        find(Part.INTEL_TCB_INFO),
        find(Part.INTEL_TCB_INFO_CHAIN),
        find(Part.INTEL_QE_IDENTITY),
        find(Part.INTEL_QE_IDENTITY_CHAIN),
        find(Part.INTEL_PCK_CRL),
        find(Part.INTEL_PCK_CRL_CHAIN),
        find(Part.INTEL_ROOT_CRL));
  }
}
