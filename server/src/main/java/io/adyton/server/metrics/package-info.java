// SPDX-License-Identifier: Apache-2.0
/**
 * What can be counted about a server, under two sets of names.
 *
 * <p>{@link io.adyton.server.metrics.AdytonMetrics} lists our own; {@link
 * io.adyton.server.metrics.VllmMetrics} lists the names that dashboards and routers of the field
 * already read, to the letter. No label ever holds content, a key or a tenant's name.
 */
@NullMarked
package io.adyton.server.metrics;

import org.jspecify.annotations.NullMarked;
