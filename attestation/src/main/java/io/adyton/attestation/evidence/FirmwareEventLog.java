// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;

/**
 * A TCG firmware event log by itself, SHA-1 or crypto agile.
 *
 * @param log the log
 */
public record FirmwareEventLog(Bytes log) implements Evidence {}
