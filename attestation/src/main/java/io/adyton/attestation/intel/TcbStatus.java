// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.Arrays;

/** What Intel says of a version of a platform or enclave, best first. */
public enum TcbStatus {
  /** Nothing better exists. */
  UP_TO_DATE("UpToDate"),
  /** Software must mitigate by itself. */
  SW_HARDENING_NEEDED("SWHardeningNeeded"),
  /** The platform is set up in a way that is not safe. */
  CONFIGURATION_NEEDED("ConfigurationNeeded"),
  /** Both of the former. */
  CONFIGURATION_AND_SW_HARDENING_NEEDED("ConfigurationAndSWHardeningNeeded"),
  /** Updates are missing. */
  OUT_OF_DATE("OutOfDate"),
  /** Updates are missing and the platform is set up in a way that is not safe. */
  OUT_OF_DATE_CONFIGURATION_NEEDED("OutOfDateConfigurationNeeded"),
  /** Keys of this version are known to be out. */
  REVOKED("Revoked");

  private final String label;

  TcbStatus(String label) {
    this.label = label;
  }

  /** Returns the name that Intel uses. */
  public String label() {
    return label;
  }

  /** Returns the worse of two. */
  public TcbStatus worse(TcbStatus other) {
    return compareTo(other) >= 0 ? this : other;
  }

  static TcbStatus of(String label) throws MalformedEvidenceException {
    return Arrays.stream(values())
        .filter(status -> status.label.equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new MalformedEvidenceException(
                    "tcbStatus: expected a status Intel defines, found another"));
  }
}
