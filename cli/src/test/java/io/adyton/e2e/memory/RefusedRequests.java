// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

import java.util.List;

/** Requests that cannot be served, with a secret in every place where a refusal might repeat it. */
final class RefusedRequests {
  private RefusedRequests() {}

  static List<String> carrying(String secret) {
    String message = "{\"role\":\"user\",\"content\":\"" + secret + "\"}";
    String head = "{\"model\":\"smollm2-135m-instruct\",\"messages\":";
    return List.of(
        head + "[" + message + "]",
        head + "[" + message + "],\"temperature\":\"" + secret + "\"}",
        head + "[" + message + "],\"temperature\":99}",
        head + "[" + message + "],\"stop\":[\"" + secret + "\",\"a\",\"b\",\"c\",\"d\"]}",
        head + "[" + message + "],\"n\":3}",
        head + "[" + message + "],\"max_tokens\":0}",
        head + "[" + message + "],\"logit_bias\":{\"" + secret + "\":1}}",
        head
            + "["
            + message
            + "],\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\""
            + secret
            + "\"}}]}",
        head + "[{\"role\":\"" + secret + "\",\"content\":\"x\"}]}",
        head + "[{\"role\":\"user\",\"content\":{\"" + secret + "\":1}}]}",
        head + "[{\"role\":\"user\",\"content\":\"" + secret + "\\q\"}]}",
        head + "\"" + secret + "\"}",
        head + "[" + message + "]} " + secret,
        head + "[{\"role\":\"user\",\"content\":\"" + (secret + " ").repeat(9000) + "\"}]}",
        secret,
        "{\"" + secret);
  }
}
