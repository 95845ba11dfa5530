// SPDX-License-Identifier: Apache-2.0
/**
 * Confidential guests on Azure, where Microsoft’s paravisor stands between the hardware and the
 * guest.
 *
 * <p>The hardware measures the paravisor, not the guest; the paravisor puts the hash of its runtime
 * data, and with it the attestation key of the virtual TPM it runs, into the report data; the
 * virtual TPM quotes what the guest booted. So the paravisor is part of what must be trusted, and
 * the hardware’s measurement names it and nothing above it.
 */
@NullMarked
package io.adyton.attestation.azure;

import org.jspecify.annotations.NullMarked;
