// SPDX-License-Identifier: Apache-2.0
/**
 * Where models come from and where they are kept: catalog, downloads, the content-addressed store,
 * and what a file must pass before the server loads it.
 *
 * <p>Bytes are trusted by their SHA-256 and by nothing else. A pull may die at any moment; what it
 * leaves is used or cleared by the next one, never served.
 */
@NullMarked
package io.adyton.cli.model;

import org.jspecify.annotations.NullMarked;
