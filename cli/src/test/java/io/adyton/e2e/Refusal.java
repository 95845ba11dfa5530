// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import io.adyton.e2e.sdk.SdkCommand;
import io.adyton.e2e.sdk.SdkKind;
import java.util.List;
import java.util.Map;

/**
 * A request the server refuses, and what each client makes of the refusal.
 *
 * @param status the HTTP status
 * @param code the error's code
 * @param kinds type that each client throws
 * @param command the request
 */
record Refusal(int status, String code, Map<SdkKind, String> kinds, SdkCommand command) {
  private static final Map<SdkKind, String> BAD_REQUEST =
      kinds("BadRequestError", "BadRequestError", "BadRequestException", "InvalidRequestException");
  private static final Map<SdkKind, String> UNAUTHORIZED =
      kinds(
          "AuthenticationError",
          "AuthenticationError",
          "UnauthorizedException",
          "AuthenticationException");
  private static final Map<SdkKind, String> NOT_FOUND =
      kinds("NotFoundError", "NotFoundError", "NotFoundException", "ModelNotFoundException");
  private static final int MORE_WORDS_THAN_ANY_CONTEXT = 9000;

  /** Returns refusals, each made of a request that would be served. */
  static List<Refusal> all(SdkCommand plain) {
    return List.of(
        new Refusal(404, "model_not_found", NOT_FOUND, plain.with("model", "no-such-model")),
        new Refusal(401, "invalid_api_key", UNAUTHORIZED, plain.withKey("sk-adyton-unknown")),
        new Refusal(
            400,
            "context_length_exceeded",
            BAD_REQUEST,
            plain.with(
                "messages",
                List.of(
                    Map.of(
                        "role", "user", "content", "word ".repeat(MORE_WORDS_THAN_ANY_CONTEXT))))),
        new Refusal(400, "unsupported_parameter", BAD_REQUEST, plain.with("n", 2)));
  }

  private static Map<SdkKind, String> kinds(
      String python, String node, String java, String langChain4j) {
    return Map.of(
        SdkKind.PYTHON, python,
        SdkKind.NODE, node,
        SdkKind.JAVA, java,
        SdkKind.LANGCHAIN4J, langChain4j);
  }
}
