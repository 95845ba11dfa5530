// SPDX-License-Identifier: Apache-2.0
/**
 * Speaks with a TPM 2.0: the bytes of its commands, the ways to reach it, and a software TPM to try
 * them with.
 *
 * <p>Only the commands that attestation needs are here, written by hand from the TPM 2.0 Library
 * Specification, part 3, so that an auditor reads all of them in one sitting. A TPM answers one
 * command at a time and a quote takes milliseconds to a second: nothing here may be called from an
 * event loop, and every type here belongs to one thread at a time.
 */
@NullMarked
package io.adyton.attestation.tpm.device;

import org.jspecify.annotations.NullMarked;
