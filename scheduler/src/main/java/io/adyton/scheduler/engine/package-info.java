// SPDX-License-Identifier: Apache-2.0
/**
 * What computes the steps, and the messages it is spoken to with.
 *
 * <p>A {@link io.adyton.scheduler.engine.StepEngine} takes a {@link
 * io.adyton.scheduler.engine.StepBatch} and fills a {@link io.adyton.scheduler.engine.StepResult}:
 * flat arrays in, flat arrays out, no callbacks, no objects with state on both sides. So the same
 * scheduler can drive an engine in this process or one behind a pipe. Sampling happens inside the
 * engine, because that is where the logits are.
 */
@NullMarked
package io.adyton.scheduler.engine;

import org.jspecify.annotations.NullMarked;
