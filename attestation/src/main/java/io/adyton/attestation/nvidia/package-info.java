// SPDX-License-Identifier: Apache-2.0
/**
 * What NVIDIA GPUs and switches say of themselves: SPDM reports, the certificate chains of their
 * devices, and the signed manifests of reference values that their measurements are held against.
 *
 * <p>A report alone says that a genuine device measured something. Only the manifests of its driver
 * and its VBIOS tell whether what it measured is what NVIDIA published. That a report exists at all
 * means that confidential computing is on; whether developer tools are off is asked of the driver
 * when evidence is collected, not of the report. Layouts: DMTF DSP0274 1.1 for the messages, NVIDIA
 * attestation-sdk for the opaque fields, ISO/IEC 19770-2 (SWID) and XML Signature for manifests.
 */
@NullMarked
package io.adyton.attestation.nvidia;

import org.jspecify.annotations.NullMarked;
