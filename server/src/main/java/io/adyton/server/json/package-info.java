// SPDX-License-Identifier: Apache-2.0
/**
 * JSON without strings.
 *
 * <p>Every general JSON library decodes text into {@code String} or {@code char[]}, which can be
 * neither zeroed nor kept from being copied. This package reads a request body where it lies, in a
 * {@link io.adyton.scheduler.text.Text}, and yields a tape of offsets; message contents are
 * unescaped from there straight into another text. What is no content (names of fields, numbers,
 * flags) may become ordinary values. The way back, {@link io.adyton.server.json.JsonOutput},
 * escapes a text straight into a buffer.
 *
 * <p>The scanner is strict (RFC 8259, no extensions) and bounded: what it accepts, every other
 * strict parser reads the same way.
 */
@NullMarked
package io.adyton.server.json;

import org.jspecify.annotations.NullMarked;
