// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import io.adyton.attestation.identity.AttestedIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Draws a new TLS key and certificate well before the last one expires. */
final class IdentityRotation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(IdentityRotation.class);
  private static final Duration PERIOD = AttestedIdentity.VALIDITY.dividedBy(4);

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("adyton-identity").factory());

  private IdentityRotation() {}

  static IdentityRotation of(AttestedIdentity identity) {
    IdentityRotation rotation = new IdentityRotation();
    var _ =
        rotation.timer.scheduleAtFixedRate(
            () -> rotate(identity), PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
    return rotation;
  }

  private static void rotate(AttestedIdentity identity) {
    try {
      identity.rotate();
    } catch (IOException | RuntimeException e) {
      LOG.error("the certificate could not be renewed; it will be tried again in {}", PERIOD, e);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
