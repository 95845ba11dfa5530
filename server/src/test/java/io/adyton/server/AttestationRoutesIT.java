// SPDX-License-Identifier: Apache-2.0
package io.adyton.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.Attester;
import io.adyton.attestation.identity.SimulatedAttester;
import io.adyton.scheduler.engine.SimulatedEngine;
import io.adyton.scheduler.engine.SimulatedModel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AttestationRoutesIT {
  private static final String EVIDENCE =
      "/.well-known/adyton/attestation?nonce=" + "5a".repeat(Anchor.NONCE_BYTES);

  /** A machine whose device fails in the way that is set, if one is. */
  private static final class Unsteady implements Attester {
    private final SimulatedAttester steady = new SimulatedAttester(Bytes.EMPTY);
    private volatile Optional<Exception> failure = Optional.empty();

    @Override
    public int level() {
      return steady.level();
    }

    @Override
    public List<Submodule> attest(Anchor anchor) throws IOException {
      switch (failure.orElse(null)) {
        case null -> {}
        case IOException e -> throw e;
        case RuntimeException e -> throw e;
        case Exception e -> throw new AssertionError(e);
      }
      return steady.attest(anchor);
    }

    @Override
    public void close() {}
  }

  @Test
  void answersWhateverTheMachineDoes() throws Exception {
    Unsteady machine = new Unsteady();
    AttestedIdentity identity = identity(machine);
    try (ServerUnderTest under =
        ServerUnderTest.with(
            SimulatedEngine.of(SimulatedModel.saying("x")),
            builder -> builder.attestedTls(new Listener("127.0.0.1", 0), identity))) {
      machine.failure = Optional.of(new IOException("the device is gone"));
      assertRefused(under, 503, "evidence_unavailable");

      machine.failure = Optional.of(new IllegalStateException("a defect"));
      for (int more = 0; more < 40; more++) {
        assertRefused(under, 500, "internal_error");
      }

      machine.failure = Optional.empty();
      assertThat(under.get(EVIDENCE).statusCode()).isEqualTo(200);
      assertThat(under.get("/metrics").body())
          .contains(
              "adyton_attestation_requests_total{result=\"answered\"} 1.0\n",
              "adyton_attestation_requests_total{result=\"evidence_unavailable\"} 1.0\n",
              "adyton_attestation_requests_total{result=\"internal_error\"} 40.0\n");
    }
  }

  @Test
  void isReadyAsLongAsItsCertificateIsValid() throws Exception {
    AttestedIdentity identity = identity(new SimulatedAttester(Bytes.EMPTY));
    assertThat(readiness(identity, Duration.ZERO)).isEqualTo("200 {\"status\":\"ready\"}");
    assertThat(readiness(identity, Duration.ofDays(2)))
        .isEqualTo("503 {\"status\":\"certificate expired\"}");
  }

  private static String readiness(AttestedIdentity identity, Duration later) throws Exception {
    try (ServerUnderTest under =
        ServerUnderTest.with(
            SimulatedEngine.of(SimulatedModel.saying("x")),
            builder ->
                builder
                    .attestedTls(new Listener("127.0.0.1", 0), identity)
                    .clock(Clock.fixed(ServerUnderTest.NOW.plus(later), ZoneOffset.UTC)))) {
      HttpResponse<String> answer = under.get("/readyz");
      return answer.statusCode() + " " + answer.body();
    }
  }

  private static AttestedIdentity identity(Attester machine) throws Exception {
    return AttestedIdentity.create(
        machine,
        new AttestedIdentity.Facts(
            List.of(),
            new Bound.Engine("engine", "1", Bytes.of(new byte[32])),
            new Bound.Privacy(0, 0, "tenant")),
        new AttestedIdentity.Names(
            List.of("localhost"), List.of(InetAddress.ofLiteral("127.0.0.1"))),
        InstantSource.fixed(ServerUnderTest.NOW),
        new SecureRandom());
  }

  private static void assertRefused(ServerUnderTest under, int status, String code)
      throws Exception {
    HttpResponse<String> answer = under.get(EVIDENCE);
    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains(code).doesNotContain("device", "defect");
  }
}
