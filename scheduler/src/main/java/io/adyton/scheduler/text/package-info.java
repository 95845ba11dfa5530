// SPDX-License-Identifier: Apache-2.0
/**
 * The one type in which prompts and completions travel.
 *
 * <p>Between socket and tokenizer, and between detokenizer and socket, text lives in {@link
 * io.adyton.scheduler.text.Text}: UTF-8 outside the garbage-collected heap, with one owner, zeroed
 * when the owner closes it. A {@code String} cannot be zeroed and a moving collector copies it at
 * will; direct memory has neither problem, so a core dump taken after an answer shows nothing of
 * it. {@code docs/security.md} states how that is measured.
 */
@NullMarked
package io.adyton.scheduler.text;

import org.jspecify.annotations.NullMarked;
