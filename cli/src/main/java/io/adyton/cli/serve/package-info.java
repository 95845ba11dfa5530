// SPDX-License-Identifier: Apache-2.0
/**
 * {@code adyton serve}: a server made from a configuration.
 *
 * <p>{@link io.adyton.cli.serve.ServedInstance} puts the parts together in the order in which they
 * depend on each other, at the same time where they do not; what was opened is closed in the
 * opposite order on every way out. {@code adyton chat} uses it too, when nothing runs yet.
 */
@NullMarked
package io.adyton.cli.serve;

import org.jspecify.annotations.NullMarked;
