// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.CertificateRenewedException;
import io.adyton.attestation.identity.ChannelBinding;
import io.adyton.attestation.json.StrictJson;
import io.adyton.scheduler.text.Text;
import io.adyton.server.http.BodyBudget;
import io.adyton.server.http.Exchange;
import io.adyton.server.http.RequestBody;
import io.adyton.server.json.JsonObject;
import io.adyton.server.metrics.ServerMetrics;
import io.adyton.server.openai.ApiError;
import io.adyton.server.openai.ApiException;
import io.adyton.server.openai.ErrorAnswer;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evidence for whoever asks, before anything is sent: {@code /.well-known/adyton/…}.
 *
 * <p>The machine is asked by one request after the other, and only so many may wait; the rest is
 * told to come again.
 */
final class AttestationRoutes {
  private static final Logger LOG = LoggerFactory.getLogger(AttestationRoutes.class);
  private static final String BASE = "/.well-known/adyton/";
  private static final String JSON = "application/json";
  private static final int MOST_WAITING = 32;
  private static final int HEX_DIGITS = 2 * Anchor.NONCE_BYTES;
  private static final RequestBody.Limits ACTIVATION_LIMITS =
      new RequestBody.Limits(16 << 10, Duration.ofSeconds(5), 1024);

  private final Api.Parts parts;
  private final AttestedIdentity identity;
  private final BodyBudget bodies;
  private final ServerMetrics metrics;
  private final Semaphore places = new Semaphore(MOST_WAITING);

  AttestationRoutes(
      Api.Parts parts, AttestedIdentity identity, BodyBudget bodies, ServerMetrics metrics) {
    this.bodies = bodies;
    this.metrics = metrics;
    this.parts = parts;
    this.identity = identity;
  }

  List<Route> routes() {
    return List.of(
        Route.open(BASE + "attestation", (exchange, caller) -> attest(exchange)),
        Route.open("/v1/aci/attestation", (exchange, caller) -> attestAsAci(exchange)),
        Route.open(BASE + "binding", (exchange, caller) -> bind(exchange)),
        new Route(
            BASE + "tpm/activate", HttpMethod.POST, true, (exchange, caller) -> read(exchange)));
  }

  private interface Question {
    Reply answer()
        throws IOException, ApiException, MalformedEvidenceException, CertificateRenewedException;
  }

  private record Reply(String contentType, String body) {
    static Reply json(JsonObject json) {
      return new Reply(JSON, json.toString());
    }
  }

  private void attest(Exchange exchange) throws ApiException {
    Bytes nonce = nonce(exchange);
    String bind = exchange.request().getParam("bind");
    if (bind != null && !bind.equals("tls-exporter")) {
      throw new ApiException(ApiError.invalidValue("bind", "tls-exporter"));
    }
    Optional<TlsChannel> channel = channel(exchange);
    if (bind != null && channel.isEmpty()) {
      throw new ApiException(
          ApiError.invalidValue("bind", "none, since this connection has no TLS"));
    }
    answer(
        exchange,
        () -> {
          EvidenceDocument document =
              identity.evidence(
                  nonce,
                  channel.map(TlsChannel::certificate).orElseGet(identity::certificate),
                  bind == null ? Optional.empty() : channel.map(TlsChannel::exported));
          return new Reply(
              EvidenceDocument.MEDIA_TYPE,
              new String(document.toBytes().toArray(), StandardCharsets.UTF_8));
        });
  }

  private void attestAsAci(Exchange exchange) throws ApiException {
    Optional<String> given = Optional.ofNullable(exchange.request().getParam("nonce"));
    if (given.isPresent() && !given.get().matches("[0-9a-f]{" + HEX_DIGITS + "}")) {
      throw new ApiException(ApiError.invalidValue("nonce", "64 lowercase digits of hex, or none"));
    }
    Optional<Bytes> nonce = given.map(Bytes::ofHex);
    answer(exchange, () -> new Reply(JSON, identity.aciReport(nonce).json()));
  }

  private void bind(Exchange exchange) throws ApiException {
    Bytes nonce = nonce(exchange);
    TlsChannel channel =
        channel(exchange)
            .orElseThrow(
                () ->
                    new ApiException(
                        ApiError.malformedRequest("Binding needs a connection with TLS.")));
    Instant now = parts.clock().instant();
    answer(
        exchange,
        () -> {
          ChannelBinding binding = identity.bind(channel.exported(), nonce, channel.certificate());
          return Reply.json(
              new JsonObject()
                  .put("chan", StrictJson.unpaddedBase64Url(binding.channel()))
                  .put("nonce", StrictJson.unpaddedBase64Url(binding.nonce()))
                  .put("evidence_sha256", StrictJson.unpaddedBase64Url(binding.evidence()))
                  .put("iat", now.getEpochSecond())
                  .put("sig", StrictJson.unpaddedBase64Url(binding.signature())));
        });
  }

  private void read(Exchange exchange) {
    RequestBody.read(
        parts.vertx(),
        exchange.request(),
        ACTIVATION_LIMITS,
        bodies,
        new RequestBody.Receiver() {
          @Override
          public void complete(Text body, BodyBudget.Share share) {
            Bytes bytes;
            try (share;
                body) {
              byte[] copy = new byte[body.length()];
              body.get(0, copy, 0, copy.length);
              bytes = Bytes.of(copy);
            }
            answer(exchange, () -> activate(bytes));
          }

          @Override
          public void tooLarge() {
            ErrorAnswer.send(exchange, ApiError.bodyTooLarge(ACTIVATION_LIMITS.mostBytes()));
          }

          @Override
          public void noRoom() {
            ErrorAnswer.send(exchange, ApiError.tooManyBodies());
          }

          @Override
          public void tooSlow() {
            Front.closeAfterwards(exchange);
            ErrorAnswer.send(exchange, ApiError.tooSlow());
          }

          @Override
          public void gone() {
            LOG.debug("request {} left before its challenge was complete", exchange.id());
          }
        });
  }

  private Reply activate(Bytes body) throws IOException, ApiException, MalformedEvidenceException {
    StrictJson json = StrictJson.object("challenge", body, ACTIVATION_LIMITS.mostBytes());
    Bytes secret =
        identity
            .activate(json.unpaddedBase64Url("credential_blob"), json.unpaddedBase64Url("secret"))
            .orElseThrow(() -> new ApiException(ApiError.notFound()));
    return Reply.json(new JsonObject().put("secret", StrictJson.unpaddedBase64Url(secret)));
  }

  /** Asks the machine on a worker thread, if not too many wait already. */
  private void answer(Exchange exchange, Question question) {
    if (!places.tryAcquire()) {
      refusing(
              exchange,
              ApiError.noEvidence("Too many ask this machine for evidence. Try again later."))
          .run();
      return;
    }
    parts
        .workers()
        .execute(
            () -> {
              Runnable send;
              try {
                Reply answer = question.answer();
                send =
                    () -> {
                      metrics.attested("answered");
                      exchange.response().header("cache-control", "no-store");
                      PlainAnswer.send(exchange, 200, answer.contentType(), answer.body());
                    };
              } catch (MalformedEvidenceException e) {
                send = refusing(exchange, ApiError.malformedRequest("Malformed challenge."));
              } catch (ApiException e) {
                send = refusing(exchange, e.error());
              } catch (CertificateRenewedException e) {
                send =
                    refusing(
                        exchange,
                        ApiError.noEvidence("The certificate was renewed. Connect anew."));
              } catch (IOException e) {
                LOG.warn("request {}: no evidence: {}", exchange.id(), e.getMessage());
                send =
                    refusing(
                        exchange, ApiError.noEvidence("The machine gave no evidence just now."));
              } catch (RuntimeException e) {
                LOG.error("request {} failed: {}", exchange.id(), e.getClass().getName());
                send = refusing(exchange, ApiError.internal());
              } finally {
                places.release();
              }
              exchange.run(send);
            });
  }

  private Runnable refusing(Exchange exchange, ApiError error) {
    return () -> {
      metrics.attested(error.code().wireName());
      ErrorAnswer.send(exchange, error);
    };
  }

  private static Optional<TlsChannel> channel(Exchange exchange) throws ApiException {
    try {
      return TlsChannel.of(exchange.request());
    } catch (SSLException e) {
      throw new ApiException(ApiError.internal());
    }
  }

  private static Bytes nonce(Exchange exchange) throws ApiException {
    String text = Optional.ofNullable(exchange.request().getParam("nonce")).orElse("");
    if (text.matches("[0-9a-fA-F]{" + HEX_DIGITS + "}")) {
      return Bytes.ofHex(text);
    }
    try {
      Bytes nonce = Bytes.of(Base64.getUrlDecoder().decode(text));
      if (nonce.length() == Anchor.NONCE_BYTES) {
        return nonce;
      }
    } catch (IllegalArgumentException e) {
      throw new ApiException(malformedNonce());
    }
    throw new ApiException(malformedNonce());
  }

  private static ApiError malformedNonce() {
    return ApiError.invalidValue(
        "nonce", "32 bytes as 43 letters of base64url or 64 digits of hex");
  }
}
