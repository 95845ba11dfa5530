// SPDX-License-Identifier: Apache-2.0
/**
 * Continuous batching: many requests, one decode loop.
 *
 * <p>The package takes a {@link io.adyton.scheduler.GenerationRequest}, schedules its tokens among
 * everyone else's on one {@link io.adyton.scheduler.engine.StepEngine}, and answers with {@link
 * io.adyton.scheduler.TokenEvent}s. It knows no HTTP, no tenant database and no signatures: before
 * a step is published it asks a {@link io.adyton.scheduler.TokenGate}, and that is all it knows of
 * governance.
 *
 * <p>Exactly one platform thread per loaded model, the engine thread, owns context, KV cache,
 * prefix tree and counters. Everything reaches it through bounded queues.
 */
@NullMarked
package io.adyton.scheduler;

import org.jspecify.annotations.NullMarked;
