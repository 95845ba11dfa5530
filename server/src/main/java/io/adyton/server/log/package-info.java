// SPDX-License-Identifier: Apache-2.0
/**
 * One line per request, made of typed fields from a fixed list.
 *
 * <p>There is no way to put free text into such a line: what is not a component of {@link
 * io.adyton.server.log.RequestLog} cannot be logged about a request.
 */
@NullMarked
package io.adyton.server.log;

import org.jspecify.annotations.NullMarked;
