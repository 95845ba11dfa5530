// SPDX-License-Identifier: Apache-2.0
package io.adyton.client;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.json.StrictJson;
import io.adyton.attestation.tpm.credential.Credential;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;

/** What a client asks before it sends anything: {@code /.well-known/adyton/…}. */
final class EvidenceRequests {
  private static final String BASE = "/.well-known/adyton/";
  private static final int OK = 200;
  private static final int MAX_ANSWER_BYTES = 64 << 10;

  private EvidenceRequests() {}

  /** Asks for evidence over {@code nonce} that is bound to this connection. */
  static Future<Bytes> evidence(HttpClientConnection connection, Bytes nonce) {
    return connection
        .request(
            HttpMethod.GET,
            BASE + "attestation?bind=tls-exporter&nonce=" + StrictJson.unpaddedBase64Url(nonce))
        .compose(HttpClientRequest::send)
        .compose(response -> body(response, EvidenceDocument.MAX_BYTES));
  }

  /** Puts a challenge to the server's TPM. */
  static Future<Bytes> activate(HttpClientConnection connection, Credential credential) {
    String challenge =
        "{\"credential_blob\":\"%s\",\"secret\":\"%s\"}"
            .formatted(
                StrictJson.unpaddedBase64Url(credential.blob()),
                StrictJson.unpaddedBase64Url(credential.encryptedSeed()));
    return connection
        .request(HttpMethod.POST, BASE + "tpm/activate")
        .compose(
            request ->
                request
                    .putHeader("content-type", "application/json")
                    .send(Buffer.buffer(challenge)))
        .compose(response -> body(response, MAX_ANSWER_BYTES))
        .compose(
            answer -> {
              try {
                return Future.succeededFuture(
                    StrictJson.object("activation", answer, MAX_ANSWER_BYTES)
                        .unpaddedBase64Url("secret"));
              } catch (MalformedEvidenceException e) {
                return Future.failedFuture(
                    new UnattestedServerException(String.valueOf(e.getMessage())));
              }
            });
  }

  private static Future<Bytes> body(HttpClientResponse response, int most) {
    if (response.statusCode() != OK) {
      return Future.failedFuture(
          new UnattestedServerException(
              "expected evidence, found HTTP status %d; is this a server of Adyton's?"
                  .formatted(response.statusCode())));
    }
    Promise<Bytes> whole = Promise.promise();
    Buffer collected = Buffer.buffer();
    response.handler(
        part -> {
          if (collected.length() + part.length() > most) {
            whole.tryFail(
                new UnattestedServerException(
                    "expected at most %d bytes of evidence, found more".formatted(most)));
            response.request().reset();
            return;
          }
          collected.appendBuffer(part);
        });
    response.exceptionHandler(whole::tryFail);
    response.endHandler(nothing -> whole.tryComplete(Bytes.of(collected.getBytes())));
    return whole.future();
  }
}
