// SPDX-License-Identifier: Apache-2.0
/**
 * The attestation report of Attested Confidential Inference, {@code aci/1}, from the facts that our
 * own evidence is made of.
 *
 * <p>Source: the specification in github.com/Dstack-TEE/private-ai-gateway, {@code spec/aci.md}.
 * Its quote binds a statement of its own, so the machine is asked anew for each report.
 */
@NullMarked
package io.adyton.attestation.aci;

import org.jspecify.annotations.NullMarked;
