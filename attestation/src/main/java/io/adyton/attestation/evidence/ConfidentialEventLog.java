// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;
import java.util.Optional;

/**
 * A TDX event log (CCEL), by itself or with the quote it must replay to.
 *
 * @param log the log area, padded
 * @param acpiTable the ACPI table CCEL
 * @param quote the TD quote
 */
public record ConfidentialEventLog(
    Bytes log, Optional<Bytes> acpiTable, Optional<TdxEvidence> quote) implements Evidence {}
