// SPDX-License-Identifier: Apache-2.0
package io.adyton.client;

import io.adyton.attestation.trust.ServerAppraisal;
import io.adyton.attestation.trust.TrustPolicy;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/** Asks a server once who it is, and hangs up. Blocks; not for event loops. */
public final class ServerProbe {
  private ServerProbe() {}

  /**
   * What a server answered.
   *
   * @param appraisal what was checked, accepted or refused
   * @param evidence what was appraised; present if it was accepted
   * @param expires until when the policy lets that count; present if it was accepted
   */
  public record Answer(
      ServerAppraisal appraisal, Optional<EvidenceExchange> evidence, Optional<Instant> expires) {}

  /**
   * Connects, asks, verifies and hangs up.
   *
   * @throws UnattestedServerException if the server gives no evidence
   * @throws IOException if it cannot be reached
   */
  public static Answer ask(
      ServerAddress server, TrustPolicy policy, InstantSource clock, SecureRandom random)
      throws IOException, UnattestedServerException {
    Vertx vertx = Vertx.vertx();
    try (AttestedClient client = new AttestedClient(vertx, server, policy, clock, random)) {
      AttestedConnection connection =
          client.connect().toCompletionStage().toCompletableFuture().join();
      connection.http().close();
      return new Answer(
          connection.appraisal(),
          Optional.of(connection.evidence()),
          Optional.of(connection.expires()));
    } catch (CompletionException e) {
      return switch (e.getCause()) {
        case AttestationRefusedException refused ->
            new Answer(refused.appraisal(), Optional.empty(), Optional.empty());
        case UnattestedServerException unattested -> throw unattested;
        case null, default ->
            throw new IOException(
                "%s cannot be reached over TLS 1.3 (%s)".formatted(server, e.getCause()), e);
      };
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }
}
