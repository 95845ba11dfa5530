// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import java.util.List;

/**
 * An error answer as the server gives it.
 *
 * @param name how the table calls it
 * @param head status line and headers
 * @param body the body
 */
record StatusForm(String name, String head, String body) {
  static List<StatusForm> all() {
    return List.of(
        error(400, "invalid_request_error", "context_length_exceeded", ""),
        error(401, "authentication_error", "invalid_api_key", "www-authenticate: Bearer\n"),
        error(403, "permission_error", "model_disabled", "x-should-retry: false\n"),
        error(404, "not_found_error", "model_not_found", ""),
        error(413, "invalid_request_error", "request_too_large", ""),
        error(429, "rate_limit_exceeded", "queue_full", "retry-after: 0\nretry-after-ms: 10\n"),
        error(429, "insufficient_quota", "insufficient_quota", "x-should-retry: false\n"),
        error(500, "server_error", "internal_error", "retry-after-ms: 10\n"),
        error(503, "overloaded", "draining", "retry-after-ms: 10\nx-should-retry: true\n"));
  }

  private static StatusForm error(int status, String type, String code, String headers) {
    String body =
        "{\"error\":{\"message\":\"refused\",\"type\":\""
            + type
            + "\",\"param\":null,\"code\":\""
            + code
            + "\"}}";
    String head =
        "HTTP/1.1 "
            + status
            + " Refused\ncontent-type: application/json\nx-request-id: req_1\n"
            + headers
            + "content-length: "
            + body.length()
            + "\n";
    String suffix = headers.contains("x-should-retry: false") ? ", `x-should-retry: false`" : "";
    return new StatusForm(status + " `" + code + "`" + suffix, head, body);
  }
}
