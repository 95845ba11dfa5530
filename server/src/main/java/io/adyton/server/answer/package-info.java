// SPDX-License-Identifier: Apache-2.0
/**
 * Answers on their way out: chunks of a stream, or one document.
 *
 * <p>The engine thread hands events over and goes on; everything here runs on the connection's
 * event loop. A token costs some microseconds: the bytes around a delta are rendered once per
 * answer, the text is escaped straight into the buffer that is sent, and deltas that arrived
 * together leave in one write.
 */
@NullMarked
package io.adyton.server.answer;

import org.jspecify.annotations.NullMarked;
