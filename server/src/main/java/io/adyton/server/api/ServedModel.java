// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.scheduler.ModelProfile;
import io.adyton.scheduler.Tokenizer;
import io.adyton.server.chat.ChatTemplate;
import java.time.Instant;

/**
 * The model of a server.
 *
 * @param name what requests call it
 * @param digest SHA-256 of its file, in hexadecimal
 * @param profile what the engine knows of it
 * @param tokenizer its vocabulary
 * @param template its chat template
 * @param loaded since when it is served
 */
public record ServedModel(
    String name,
    String digest,
    ModelProfile profile,
    Tokenizer tokenizer,
    ChatTemplate template,
    Instant loaded) {}
