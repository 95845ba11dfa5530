// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP by hand, for tests that must see or send exact bytes.
 *
 * <p>A library would repair what these tests are about: malformed requests, framing, the bytes of
 * an event stream.
 */
@NullMarked
package io.adyton.e2e.http;

import org.jspecify.annotations.NullMarked;
