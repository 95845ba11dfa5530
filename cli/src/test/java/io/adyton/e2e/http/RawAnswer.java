// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.http;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/**
 * An answer as it came.
 *
 * @param status the status code
 * @param headers by lower-case name, the last of each
 * @param body the body without its transfer coding
 */
public record RawAnswer(int status, Map<String, String> headers, byte[] body) {
  /** Returns a header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Returns the body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
