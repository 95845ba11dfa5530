// SPDX-License-Identifier: Apache-2.0
/**
 * CUDA driver and NVML from Java: which GPUs there are, their memory and confidential-compute
 * state.
 *
 * <p>A machine without the libraries is a machine without devices, not an error.
 */
@NullMarked
package io.adyton.cuda;

import org.jspecify.annotations.NullMarked;
