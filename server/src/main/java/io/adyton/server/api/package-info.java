// SPDX-License-Identifier: Apache-2.0
/**
 * The addresses of the API, each from the request's head to its last byte.
 *
 * <p>A chat passes every room once: key, body, fields, template, tokens, scheduler, answer, log
 * line. Heads and bytes are handled on event loops; whatever takes time in proportion to a prompt
 * runs on a virtual thread in between.
 */
@NullMarked
package io.adyton.server.api;

import org.jspecify.annotations.NullMarked;
