// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

import io.adyton.server.chat.jinja.TemplateException;
import io.adyton.server.json.JsonObject;
import io.adyton.server.json.JsonSyntaxException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One refusal as clients see it. Messages are made of our own words, names of fields and numbers;
 * never of what a request said.
 *
 * @param code what went wrong, and with it status and type
 * @param message what was expected, what came, what to do
 * @param parameter the request field at fault
 * @param retryAfter after what time another attempt makes sense, or null where the code says it
 */
public record ApiError(
    ErrorCode code, String message, @Nullable String parameter, @Nullable Duration retryAfter) {

  private static ApiError of(ErrorCode code, String message) {
    return new ApiError(code, message, null, null);
  }

  private static ApiError at(String parameter, ErrorCode code, String message) {
    return new ApiError(code, message, parameter, null);
  }

  /** The body is no JSON object. */
  public static ApiError malformedJson(JsonSyntaxException failure) {
    return of(
        ErrorCode.INVALID_JSON,
        "The request body is not valid JSON: " + failure.getMessage() + ".");
  }

  /** The body is JSON, but no object. */
  public static ApiError notAnObject() {
    return of(ErrorCode.INVALID_JSON, "The request body must be a JSON object.");
  }

  /** A field that must be there is not. */
  public static ApiError missing(String parameter) {
    return at(
        parameter,
        ErrorCode.MISSING_REQUIRED_PARAMETER,
        "Missing required parameter: '" + parameter + "'.");
  }

  /** A field holds a value of another type. */
  public static ApiError invalidType(String parameter, String expected) {
    return at(
        parameter,
        ErrorCode.INVALID_TYPE,
        "Invalid type for '" + parameter + "': expected " + expected + ".");
  }

  /** A field holds a value that it may not hold. */
  public static ApiError invalidValue(String parameter, String expected) {
    return at(
        parameter,
        ErrorCode.INVALID_VALUE,
        "Invalid value for '" + parameter + "': expected " + expected + ".");
  }

  /** A number lies outside its range. */
  public static ApiError outOfRange(String parameter, String least, String most) {
    return at(
        parameter,
        ErrorCode.OUT_OF_RANGE,
        "Invalid value for '"
            + parameter
            + "': expected a number from "
            + least
            + " to "
            + most
            + ".");
  }

  /** A string, list or object is too large. */
  public static ApiError tooLong(String parameter, int most, String unit) {
    return at(
        parameter,
        ErrorCode.TOO_LONG,
        "Invalid '" + parameter + "': at most " + most + " " + unit + " are allowed.");
  }

  /** A field asks for what this version does not do. */
  public static ApiError unsupported(String parameter) {
    return at(
        parameter,
        ErrorCode.UNSUPPORTED_PARAMETER,
        "'"
            + parameter
            + "' asks for something this version of Adyton does not do yet; leave it out.");
  }

  /** A field asks to keep what was said, which a strict server never does. */
  public static ApiError keepsNothing(String parameter) {
    return at(
        parameter,
        ErrorCode.UNSUPPORTED_PARAMETER,
        "'"
            + parameter
            + "' asks to keep what was said beyond the answer, which this server was started never"
            + " to do; leave it out.");
  }

  /** Prompt and answer together do not fit the context. */
  public static ApiError contextExceeded(int promptTokens, long answerTokens, int contextLength) {
    int room = Math.max(contextLength - promptTokens, 0);
    String message =
        room == 0
            ? "This model's context holds "
                + contextLength
                + " tokens, but the messages alone are "
                + promptTokens
                + " tokens. Shorten the messages; at least one token must be left for the answer."
            : "This model's context holds "
                + contextLength
                + " tokens, but "
                + promptTokens
                + " tokens in the messages and "
                + answerTokens
                + " for the answer were asked for. Shorten the messages, or ask for at most "
                + room
                + " tokens by max_completion_tokens.";
    return at("messages", ErrorCode.CONTEXT_LENGTH_EXCEEDED, message);
  }

  /** The model's template refused the messages. */
  public static ApiError templateRefused(TemplateException.Reason reason, int line) {
    return at(
        "messages",
        ErrorCode.TEMPLATE_REFUSED,
        "The model's chat template refused the messages on its line "
            + line
            + " ("
            + reason.name().toLowerCase(Locale.ROOT)
            + "). Many templates want user and assistant to take turns, and some know no system"
            + " message.");
  }

  /** The model's template made nothing of the messages. */
  public static ApiError emptyPrompt() {
    return at(
        "messages",
        ErrorCode.INVALID_VALUE,
        "The model's chat template made an empty prompt of the messages. Say something in them, and"
            + " leave out chat_template_kwargs that drop them.");
  }

  /** Nothing tells where in the prompt the last message ends. */
  public static ApiError notContinuable() {
    return at(
        ChatField.CONTINUE_FINAL_MESSAGE.wireName(),
        ErrorCode.INVALID_VALUE,
        "The model's chat template does not repeat the last message's words at the end of the"
            + " prompt, so there is nothing to go on from. Give the last message words, or leave"
            + " continue_final_message out.");
  }

  /** No such model. */
  public static ApiError modelNotFound() {
    return at(
        "model",
        ErrorCode.MODEL_NOT_FOUND,
        "The model does not exist here; GET /v1/models lists what does.");
  }

  /** The receipt of an answer could not be logged. */
  public static ApiError unlogged() {
    return of(
        ErrorCode.LOG_UNAVAILABLE,
        "The receipt of this answer could not be logged, so it is not given. Try again later.");
  }

  /** No such receipt, or none that this caller may see. */
  public static ApiError receiptNotFound() {
    return of(
        ErrorCode.NOT_FOUND,
        "No such receipt is here for this key. Receipts are kept for 24 hours, in memory.");
  }

  /** No such address. */
  public static ApiError notFound() {
    return of(
        ErrorCode.NOT_FOUND,
        "There is nothing at this address; GET /v1/models and POST /v1/chat/completions are.");
  }

  /** The address exists for another method. */
  public static ApiError methodNotAllowed(String allowed) {
    return of(ErrorCode.METHOD_NOT_ALLOWED, "This address answers " + allowed + " only.");
  }

  /** A key was given that is not valid. */
  public static ApiError invalidKey() {
    return of(
        ErrorCode.INVALID_API_KEY, "The API key is not valid here; it may have been revoked.");
  }

  /** A key is needed and none was given. */
  public static ApiError missingKey() {
    return of(
        ErrorCode.INVALID_API_KEY,
        "An API key is needed: send it as 'Authorization: Bearer sk-adyton-…'.");
  }

  /** The body is too large. */
  public static ApiError bodyTooLarge(int mostBytes) {
    return of(
        ErrorCode.REQUEST_TOO_LARGE, "The request body is larger than " + mostBytes + " bytes.");
  }

  /** The body has another media type. */
  public static ApiError wrongMediaType() {
    return of(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send the body as 'Content-Type: application/json'.");
  }

  /** The body came too slowly. */
  public static ApiError tooSlow() {
    return of(ErrorCode.REQUEST_TIMEOUT, "The request did not arrive in time.");
  }

  /** HTTP itself was malformed. */
  public static ApiError malformedRequest(String why) {
    return of(ErrorCode.BAD_REQUEST, why);
  }

  /** A caller without a key used a name that any web page could have made lead here. */
  public static ApiError foreignHost() {
    return of(
        ErrorCode.BAD_REQUEST,
        "Without an API key, this server answers to 'localhost' and to IP addresses only; use one"
            + " of them in the address, or send a key.");
  }

  /** The head of the request is too large. */
  public static ApiError headersTooLarge() {
    return of(ErrorCode.HEADERS_TOO_LARGE, "The request's headers are too large.");
  }

  /** The queue is full. */
  public static ApiError queueFull(Duration retryAfter) {
    return new ApiError(
        ErrorCode.RATE_LIMIT_EXCEEDED,
        "Too many requests are waiting. Try again later.",
        null,
        retryAfter);
  }

  /** The bodies of all requests together are too large. */
  public static ApiError tooManyBodies() {
    return of(
        ErrorCode.OVERLOADED,
        "The server is reading as many and as large requests as it can hold. Try again later.");
  }

  /** The model is not there yet. */
  public static ApiError modelLoading() {
    return of(ErrorCode.MODEL_LOADING, "Loading model. GET /startupz tells how far it is.");
  }

  /** The server is shutting down. */
  public static ApiError draining() {
    return of(ErrorCode.DRAINING, "The server is shutting down. Try again on another one.");
  }

  /** The answer broke off because the server shut down. */
  public static ApiError stopped() {
    return of(ErrorCode.DRAINING, "The server shut down before the answer was complete.");
  }

  /** A policy stopped the answer. */
  public static ApiError policyDenied() {
    return of(ErrorCode.POLICY_DENIED, "A policy of the model's owner stopped the answer.");
  }

  /** The reader took nothing for too long. */
  public static ApiError slowReader() {
    return of(ErrorCode.REQUEST_TIMEOUT, "The answer was not read in time.");
  }

  /** The machine could not be asked for evidence, or too many ask. */
  public static ApiError noEvidence(String why) {
    return of(ErrorCode.EVIDENCE_UNAVAILABLE, why);
  }

  /** A fault of the server's. */
  public static ApiError internal() {
    return of(
        ErrorCode.INTERNAL_ERROR,
        "The server failed. The request is not at fault; the log names it by its x-request-id.");
  }

  /** Returns the body: {@code {"error":{…}}}. */
  public String toJson() {
    return new JsonObject()
        .put(
            "error",
            new JsonObject()
                .put("message", message)
                .put("type", code.type())
                .put("param", parameter)
                .put("code", code.wireName()))
        .toString();
  }
}
