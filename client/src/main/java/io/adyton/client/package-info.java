// SPDX-License-Identifier: Apache-2.0
/**
 * The other end of attested TLS: connects, verifies by its own policy, and sends only then.
 *
 * <p>Stands on Vert.x because the JDK's own HTTP client hides the exported keying material without
 * which evidence cannot be bound to a connection.
 */
@NullMarked
package io.adyton.client;

import org.jspecify.annotations.NullMarked;
