// SPDX-License-Identifier: Apache-2.0
/**
 * Which tokens each sequence of an engine holds, and which prefixes can be reused.
 *
 * <p>The engine stores keys and values; this package stores what they belong to. Reuse happens
 * inside one isolation domain and never across, since the domain is part of every lookup.
 */
@NullMarked
package io.adyton.scheduler.kv;

import org.jspecify.annotations.NullMarked;
