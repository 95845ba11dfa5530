// SPDX-License-Identifier: Apache-2.0
/**
 * A small HTTP/1.1 client that costs little: one thread, one selector, no object per chunk.
 *
 * <p>The load generator shares its cores with the server it measures, so each microsecond it spends
 * is missing there. The package does what measuring needs and no more: keep-alive connections,
 * plain or TLS 1.3, bodies by length, by chunks or to the end of the connection, and server-sent
 * events. No redirects, no compression, no HTTP/2, no proxies.
 *
 * <p>Everything here is confined to the thread that turns the {@link
 * io.adyton.benchmarks.http.EventLoop}.
 */
@NullMarked
package io.adyton.benchmarks.http;

import org.jspecify.annotations.NullMarked;
