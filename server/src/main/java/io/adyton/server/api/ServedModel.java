// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.scheduler.ModelProfile;
import io.adyton.scheduler.Tokenizer;
import io.adyton.server.chat.ChatTemplate;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * The model of a server.
 *
 * @param name what requests call it
 * @param digest SHA-256 of its file: 64 hexadecimal digits, lower case
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
    Instant loaded) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Checks the name and the form of the digest. */
  public ServedModel {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("a model needs a name that requests can call it");
    }
    if (!SHA256.matcher(digest).matches()) {
      throw new IllegalArgumentException(
          "a model's digest is 64 hexadecimal digits in lower case, but got '" + digest + "'");
    }
  }
}
