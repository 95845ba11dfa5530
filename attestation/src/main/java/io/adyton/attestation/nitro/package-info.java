// SPDX-License-Identifier: Apache-2.0
/**
 * Attestation documents of AWS Nitro Enclaves: a COSE_Sign1 (RFC 9052) whose payload names the
 * measurements of an enclave, signed by a certificate that ends at a root of AWS.
 *
 * <p>What stands behind a document is AWS’s hypervisor: nobody but AWS can make one, and AWS is
 * also who runs the machine. Layout and rules follow the AWS Nitro Enclaves documentation,
 * "Verifying the root of trust".
 */
@NullMarked
package io.adyton.attestation.nitro;

import org.jspecify.annotations.NullMarked;
