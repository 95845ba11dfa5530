// SPDX-License-Identifier: Apache-2.0
/**
 * A bounded engine for the Jinja that chat templates are written in.
 *
 * <p>A template comes out of a model file: code by a stranger that runs beside keys and prompts. So
 * it meets a closed world. Values are a sealed set of types, every attribute, method, filter and
 * test is looked up in a table of ours, and nothing reaches a Java object; there is no reflection,
 * no file, no include. Steps, output, string and list sizes and nesting are limited, each limit
 * with a {@link io.adyton.server.chat.jinja.TemplateException.Reason reason} of its own, and every
 * loop and every byte touched costs steps, so that steps bound time and memory too.
 *
 * <p>What templates may do is done as Python's Jinja2 does it, down to the byte, since models were
 * trained on what that printed. {@code docs/templates.md} names the parts that are left out.
 *
 * <p>Strings are slices of UTF-8 in direct memory that is zeroed when a render ends, and each knows
 * which of its bytes came from the request rather than from the template. The rendered prompt hands
 * these spans on, so that a message which spells a control token stays a spelling.
 */
@NullMarked
package io.adyton.server.chat.jinja;

import org.jspecify.annotations.NullMarked;
