// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Every way a request can be refused, with its HTTP status and what a client should do next. */
public enum ErrorCode {
  BAD_REQUEST(400, Type.INVALID_REQUEST, Retry.POINTLESS),
  INVALID_JSON(400, Type.INVALID_REQUEST, Retry.POINTLESS),
  MISSING_REQUIRED_PARAMETER(400, Type.INVALID_REQUEST, Retry.POINTLESS),
  INVALID_TYPE(400, Type.INVALID_REQUEST, Retry.POINTLESS),
  INVALID_VALUE(400, Type.INVALID_REQUEST, Retry.POINTLESS),
  OUT_OF_RANGE(400, Type.INVALID_REQUEST, Retry.POINTLESS),
  TOO_LONG(400, Type.INVALID_REQUEST, Retry.POINTLESS),
  UNSUPPORTED_PARAMETER(400, Type.INVALID_REQUEST, Retry.POINTLESS),
  CONTEXT_LENGTH_EXCEEDED(400, Type.INVALID_REQUEST, Retry.POINTLESS),
  TEMPLATE_REFUSED(400, Type.INVALID_REQUEST, Retry.POINTLESS),
  INVALID_API_KEY(401, Type.AUTHENTICATION, Retry.POINTLESS),
  POLICY_DENIED(403, Type.PERMISSION, Retry.FORBIDDEN),
  NOT_FOUND(404, Type.NOT_FOUND, Retry.POINTLESS),
  MODEL_NOT_FOUND(404, Type.NOT_FOUND, Retry.POINTLESS),
  METHOD_NOT_ALLOWED(405, Type.INVALID_REQUEST, Retry.POINTLESS),
  REQUEST_TIMEOUT(408, Type.INVALID_REQUEST, Retry.POINTLESS),
  REQUEST_TOO_LARGE(413, Type.INVALID_REQUEST, Retry.POINTLESS),
  UNSUPPORTED_MEDIA_TYPE(415, Type.INVALID_REQUEST, Retry.POINTLESS),
  HEADERS_TOO_LARGE(431, Type.INVALID_REQUEST, Retry.POINTLESS),
  RATE_LIMIT_EXCEEDED(429, Type.RATE_LIMIT, Retry.LATER),
  INTERNAL_ERROR(500, Type.SERVER, Retry.POINTLESS),
  OVERLOADED(503, Type.UNAVAILABLE, Retry.LATER),
  MODEL_LOADING(503, Type.UNAVAILABLE, Retry.LATER),
  DRAINING(503, Type.UNAVAILABLE, Retry.LATER),
  LOG_UNAVAILABLE(503, Type.UNAVAILABLE, Retry.LATER),
  EVIDENCE_UNAVAILABLE(503, Type.UNAVAILABLE, Retry.LATER);

  private enum Type {
    INVALID_REQUEST("invalid_request_error"),
    AUTHENTICATION("authentication_error"),
    PERMISSION("permission_error"),
    NOT_FOUND("not_found_error"),
    RATE_LIMIT("rate_limit_error"),
    SERVER("server_error"),
    UNAVAILABLE("unavailable_error");

    private final String wireName;

    Type(String wireName) {
      this.wireName = wireName;
    }
  }

  private enum Retry {
    POINTLESS,
    LATER,
    FORBIDDEN
  }

  private static final Duration USUAL_WAIT = Duration.ofSeconds(1);

  private final int status;
  private final Type type;
  private final Retry retry;

  ErrorCode(int status, Type type, Retry retry) {
    this.status = status;
    this.type = type;
    this.retry = retry;
  }

  /** Returns the HTTP status. */
  public int status() {
    return status;
  }

  /** Returns {@code error.type}. */
  public String type() {
    return type.wireName;
  }

  /** Returns {@code error.code}. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns after what time to try again where the refusal itself does not say. */
  public Optional<Duration> usualWait() {
    return retry == Retry.LATER ? Optional.of(USUAL_WAIT) : Optional.empty();
  }

  /** Returns what the header {@code x-should-retry} says, empty where clients need no advice. */
  public Optional<Boolean> shouldRetry() {
    return switch (retry) {
      case POINTLESS -> Optional.empty();
      case LATER -> Optional.of(true);
      case FORBIDDEN -> Optional.of(false);
    };
  }
}
