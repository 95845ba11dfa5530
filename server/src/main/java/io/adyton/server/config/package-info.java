// SPDX-License-Identifier: Apache-2.0
/**
 * Every setting, once.
 *
 * <p>{@link io.adyton.server.config.Settings} is the one table. Command-line flags, environment
 * variables, the keys of {@code adyton.yaml}, the help text and {@code docs/configuration.md} are
 * all derived from it, so they cannot disagree. {@link io.adyton.server.config.ServerConfig} is
 * what the rest of the server sees.
 */
@NullMarked
package io.adyton.server.config;

import org.jspecify.annotations.NullMarked;
