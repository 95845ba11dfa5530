// SPDX-License-Identifier: Apache-2.0
/**
 * CUDA driver and NVML from Java: which GPUs there are, their memory, confidential-compute state
 * and signed evidence.
 *
 * <p>A machine without the libraries is a machine without devices, not an error. What the driver
 * says is a claim; only the evidence, verified elsewhere, proves anything.
 */
@NullMarked
package io.adyton.cuda;

import org.jspecify.annotations.NullMarked;
