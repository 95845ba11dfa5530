// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;

/**
 * A Linux IMA measurement list by itself.
 *
 * @param list the text of {@code ascii_runtime_measurements}
 */
public record ImaMeasurementList(Bytes list) implements Evidence {}
