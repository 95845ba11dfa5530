// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP below the API: listeners, memory that is zeroed, request bodies, answers, deadlines.
 *
 * <p>Vert.x and Netty speak TLS, HTTP/1.1 and HTTP/2; this package makes them forget what they
 * carried and bounds what a client may cost. Nothing here knows a model.
 */
@NullMarked
package io.adyton.server.http;

import org.jspecify.annotations.NullMarked;
