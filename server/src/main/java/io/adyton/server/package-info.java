// SPDX-License-Identifier: Apache-2.0
/**
 * The composition root: everything between a socket and the scheduler.
 *
 * <p>HTTP and server-sent events on Vert.x, the OpenAI wire types, chat templates, configuration,
 * metrics and the administration socket. Event loops never block; templates and tokenizing run on
 * virtual threads; the engine has a thread of its own in {@code scheduler}.
 */
@NullMarked
package io.adyton.server;

import org.jspecify.annotations.NullMarked;
