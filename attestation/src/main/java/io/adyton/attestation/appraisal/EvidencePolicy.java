// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.appraisal;

import java.util.Map;
import java.util.Set;

/**
 * What a relying party accepts of one piece of evidence, as deviations from the strict default.
 *
 * @param allowDebug debug mode is acceptable
 * @param allowSmt an SNP guest may run with simultaneous multithreading
 * @param allowProvisionalFirmware COMMITTED_TCB may be below CURRENT_TCB
 * @param maxVmpl the highest VMPL that is acceptable, 0 to 3
 * @param allowTcbStatus TCB statuses accepted besides {@code UpToDate}
 * @param collateralAbsent no collateral is at hand: check signatures, the PCK chain and attributes
 *     only, and show TCB status and revocation as unknown
 * @param missingOk parts that are not at hand and whose checks are then unknown: {@code pck_crl},
 *     {@code root_crl}, {@code qe_identity}, {@code driver_rim}, {@code vbios_rim}
 * @param allowSeptVeDisableOff TD attribute bit 28 may be zero
 * @param allowServiceTd MRSERVICETD may be other than zero
 * @param allowTrailingBytes how many bytes of any value may follow the end of the evidence
 * @param attestationKeyGiven the attestation key in the files is trusted as it stands
 * @param allowSha1 a signature over SHA-1 is acceptable
 * @param allowProtectedPcie the GPU's PROTECTED_PCIE may be on
 * @param chainOnly there is no report; check only the certificate chain
 * @param require claims by name and the one value that is allowed
 * @param parseOnly only structure and replay are asked for
 */
public record EvidencePolicy(
    boolean allowDebug,
    boolean allowSmt,
    boolean allowProvisionalFirmware,
    int maxVmpl,
    Set<String> allowTcbStatus,
    boolean collateralAbsent,
    Set<String> missingOk,
    boolean allowSeptVeDisableOff,
    boolean allowServiceTd,
    int allowTrailingBytes,
    boolean attestationKeyGiven,
    boolean allowSha1,
    boolean allowProtectedPcie,
    boolean chainOnly,
    Map<String, String> require,
    boolean parseOnly) {

  /** Everything forbidden that can be. */
  public static final EvidencePolicy STRICT =
      new EvidencePolicy(
          false, false, false, 0, Set.of(), false, Set.of(), false, false, 0, false, false, false,
          false, Map.of(), false);

  /** Copies the collections. */
  public EvidencePolicy {
    allowTcbStatus = Set.copyOf(allowTcbStatus);
    missingOk = Set.copyOf(missingOk);
    require = Map.copyOf(require);
  }
}
