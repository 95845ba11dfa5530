// SPDX-License-Identifier: Apache-2.0
package io.adyton.client;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.tpm.credential.ActivationChallenge;
import io.adyton.attestation.trust.ServerAppraisal;
import io.adyton.attestation.trust.ServerConnection;
import io.adyton.attestation.trust.ServerVerifier;
import io.adyton.attestation.trust.TpmActivation;
import io.adyton.attestation.trust.TrustPolicy;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientConnection;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnectOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JdkSSLEngineOptions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Connects to one server, and hands out a connection only after its evidence was verified for that
 * very connection.
 *
 * <p><b>Guarantees.</b> Before a connection is handed out, nothing was sent over it but questions
 * for evidence: a fresh nonce, and a challenge to the TPM where there is one. Certificate
 * authorities play no part; the evidence vouches for the key.
 *
 * <p><b>Does not guarantee.</b> That the server stays what it was after {@link
 * AttestedConnection#expires}. Thread-safe.
 */
public final class AttestedClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final ServerAddress server;
  private final TrustPolicy policy;
  private final InstantSource clock;
  private final SecureRandom random;
  private final HttpClientAgent http;
  private final ServerVerifier verifier = new ServerVerifier();

  /** Creates a client; nothing is connected yet. */
  public AttestedClient(
      Vertx vertx,
      ServerAddress server,
      TrustPolicy policy,
      InstantSource clock,
      SecureRandom random) {
    this.vertx = vertx;
    this.server = server;
    this.policy = policy;
    this.clock = clock;
    this.random = random;
    this.http =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setSsl(true)
                .setUseAlpn(true)
                .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setSslEngineOptions(new JdkSSLEngineOptions())
                .setEnabledSecureTransportProtocols(Set.of("TLSv1.3"))
                .setTrustAll(true)
                .setVerifyHost(false)
                .setConnectTimeout((int) PATIENCE.toMillis()));
  }

  /**
   * Connects and verifies. Fails with {@link AttestationRefusedException} if the evidence does not
   * meet the policy, with {@link UnattestedServerException} if there is none, and with the
   * transport's own exception if the server cannot be reached.
   */
  public Future<AttestedConnection> connect() {
    return http.connect(
            new HttpConnectOptions()
                .setHost(server.host())
                .setPort(server.port())
                .setSsl(true)
                .setConnectTimeout(PATIENCE.toMillis()))
        .compose(connection -> verify(connection).onFailure(refused -> connection.close()));
  }

  private Future<AttestedConnection> verify(HttpClientConnection connection) {
    ClientChannel channel;
    try {
      channel = ClientChannel.of(connection);
    } catch (UnattestedServerException e) {
      return Future.failedFuture(e);
    }
    byte[] drawn = new byte[Anchor.NONCE_BYTES];
    random.nextBytes(drawn);
    Bytes nonce = Bytes.of(drawn);
    return EvidenceRequests.evidence(connection, nonce)
        .compose(
            document ->
                activation(connection, document)
                    .map(
                        activation ->
                            new EvidenceExchange(
                                document,
                                new ServerConnection(
                                    channel.certificate(),
                                    nonce,
                                    Optional.of(channel.exported()),
                                    activation),
                                clock.instant())))
        .compose(evidence -> appraise(connection, evidence))
        .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Future<AttestedConnection> appraise(
      HttpClientConnection connection, EvidenceExchange evidence) {
    return vertx
        .executeBlocking(
            () ->
                verifier.verify(evidence.document(), evidence.connection(), evidence.at(), policy))
        .map(Objects::requireNonNull)
        .compose(
            appraisal ->
                appraisal.isAccepted()
                    ? Future.succeededFuture(
                        new AttestedConnection(connection, evidence, appraisal, expiry(appraisal)))
                    : Future.failedFuture(new AttestationRefusedException(appraisal)));
  }

  private Future<Optional<TpmActivation>> activation(
      HttpClientConnection connection, Bytes document) {
    Optional<ActivationChallenge> challenge;
    try {
      challenge = challenge(EvidenceDocument.parse(document));
    } catch (MalformedEvidenceException e) {
      return Future.succeededFuture(Optional.empty());
    }
    return challenge
        .map(
            asked ->
                EvidenceRequests.activate(connection, asked.credential())
                    .map(answer -> Optional.of(new TpmActivation(asked, answer))))
        .orElseGet(() -> Future.succeededFuture(Optional.empty()));
  }

  private Optional<ActivationChallenge> challenge(EvidenceDocument document)
      throws MalformedEvidenceException {
    for (Submodule submodule : document.submodules()) {
      if (submodule instanceof Submodule.Tpm tpm) {
        return TpmActivation.challenge(tpm, random);
      }
    }
    return Optional.empty();
  }

  private Instant expiry(ServerAppraisal appraisal) {
    Instant byPolicy = clock.instant().plus(policy.maxEvidenceAge());
    return appraisal
        .bound()
        .map(bound -> bound.notAfter().isBefore(byPolicy) ? bound.notAfter() : byPolicy)
        .orElse(byPolicy);
  }

  /** Closes what is still open. */
  @Override
  public void close() {
    http.close();
  }
}
