// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.drawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.tpm.credential.EndorsementCertificate;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * A client is led, with everything it sees, to another genuine server of the same program: only the
 * machine tells the two apart.
 */
class OtherMachineIsRejectedTest {
  @RegisterExtension static final SwtpmExtension HERE = new SwtpmExtension();
  @RegisterExtension static final SwtpmExtension THERE = new SwtpmExtension();

  private static GenuineServer here;
  private static GenuineServer there;

  @BeforeAll
  static void start(@TempDir Path first, @TempDir Path second) throws Exception {
    here = GenuineServer.start(HERE.tpm(), first);
    there = GenuineServer.start(THERE.tpm(), second);
  }

  @AfterAll
  static void stop() throws Exception {
    for (GenuineServer server : new GenuineServer[] {here, there}) {
      if (server != null) {
        server.close();
      }
    }
  }

  @Test
  void acceptsTheMachineThatThePolicyNames() throws Exception {
    assertThat(verify(here, pinned()).isAccepted()).isTrue();
  }

  @Test
  void refusesEveryOtherMachine() throws Exception {
    TrustPolicy pinned = pinned();
    for (int i = 0; i < Attacks.TRIES; i++) {
      Attacks.assertStoppedBy(verify(there, pinned), "tpm.endorsement-key");
    }
  }

  @Test
  void acceptsEitherWhereThePolicyNamesNoMachine() throws Exception {
    TrustPolicy any = GenuineServer.policy(HERE.tpm(), THERE.tpm());

    assertThat(verify(here, any).isAccepted()).isTrue();
    assertThat(verify(there, any).isAccepted()).isTrue();
  }

  @Test
  void showsTheMachineWhereThePolicyNamesNone() throws Exception {
    TrustPolicy any = GenuineServer.policy(HERE.tpm(), THERE.tpm());

    assertThat(verify(here, any).verdict().checks())
        .filteredOn(check -> check.id().equals("tpm.endorsement-key"))
        .singleElement()
        .satisfies(check -> assertThat(check.found()).isEqualTo(machine(here)));
  }

  private static TrustPolicy pinned() throws Exception {
    return GenuineServer.policy(
        "", ",\"endorsement_keys\":[\"" + machine(here) + "\"]", HERE.tpm(), THERE.tpm());
  }

  private static String machine(GenuineServer server) throws Exception {
    Bytes certificate = server.tpm().endorsementCertificate().orElseThrow();
    byte[] key = EndorsementCertificate.read(certificate).key().getEncoded();
    return Bytes.of(key).digest("SHA-256").hex();
  }

  private static ServerAppraisal verify(GenuineServer server, TrustPolicy policy) throws Exception {
    Bytes nonce = drawn(32);
    Bytes channel = drawn(32);
    EvidenceDocument evidence = server.evidence(nonce, Optional.of(channel));
    return GenuineServer.verify(
        evidence,
        new ServerConnection(
            server.identity().certificate(),
            nonce,
            Optional.of(channel),
            GenuineServer.activate(evidence, server.identity())),
        policy);
  }
}
