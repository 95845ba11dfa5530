// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler;

import java.time.Duration;

/**
 * How many requests a tenant may let wait. Requests in the batch are not counted.
 *
 * @param limit at most this many at once
 * @param remaining this many more now; others may take them first
 * @param untilWhole estimate of the time until none waits any more, from the pace of late
 */
public record Allowance(int limit, int remaining, Duration untilWhole) {}
