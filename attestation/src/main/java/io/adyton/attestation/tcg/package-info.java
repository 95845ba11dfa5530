// SPDX-License-Identifier: Apache-2.0
/**
 * The Trusted Computing Group’s event log: what was measured, in order, until now.
 *
 * <p>A log proves nothing by itself. It explains register values that hardware signed: replayed
 * over the start values it must lead to them, and only then is a measured digest worth reading.
 * Firmware, boot loaders and Adyton’s own measured start write the same format (TCG PC Client
 * Platform Firmware Profile, TCG_PCR_EVENT2); so does a TDX guest in its CCEL table.
 */
@NullMarked
package io.adyton.attestation.tcg;

import org.jspecify.annotations.NullMarked;
