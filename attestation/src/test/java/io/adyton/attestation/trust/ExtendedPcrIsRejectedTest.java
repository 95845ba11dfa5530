// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.drawn;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.boot.StartEvent;
import io.adyton.attestation.boot.StartEvent.Kind;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.tcg.EventLog;
import io.adyton.attestation.tcg.EventLogBuilder;
import io.adyton.attestation.tcg.EventType;
import io.adyton.attestation.tcg.LogEvent;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Something runs after the measured start, and the register says so. */
class ExtendedPcrIsRejectedTest {
  @RegisterExtension static final SwtpmExtension SWTPM = new SwtpmExtension();

  private GenuineServer server;
  private TrustPolicy policy;

  @BeforeEach
  void start(@TempDir Path directory) throws Exception {
    SWTPM.reboot();
    server = GenuineServer.start(SWTPM.tpm(), directory);
    policy = GenuineServer.policy(SWTPM.tpm());
  }

  @AfterEach
  void stop() throws Exception {
    server.close();
  }

  @Test
  void acceptsTheStartAlone() throws Exception {
    assertThat(verify(Optional.empty()).isAccepted()).isTrue();
  }

  @Test
  void refusesExtensionThatTheLogHides() throws Exception {
    for (int i = 0; i < Attacks.TRIES; i++) {
      server.tpm().extend(StartEvent.REGISTER, drawn(32));

      Attacks.assertStoppedBy(verify(Optional.empty()), "tpm.log.sha256.12", "pcr.12");
    }
  }

  @Test
  void refusesEventOfOthersAfterTheStart() throws Exception {
    EventLogBuilder log = copy(server.log().whileUnchanged(bytes -> bytes));
    for (int i = 0; i < Attacks.TRIES; i++) {
      Bytes data = drawn(20);
      log.measure(StartEvent.REGISTER, EventType.EV_IPL, data);
      server.tpm().extend(StartEvent.REGISTER, data.digest("SHA-256"));

      Attacks.assertStoppedBy(verify(Optional.of(log.toBytes())), "start");
    }
  }

  @Test
  void refusesProgramThatIsAddedLater() throws Exception {
    for (int i = 0; i < Attacks.TRIES; i++) {
      server.log().append(List.of(new StartEvent(Kind.JAR, "added.jar", drawn(32))));

      Attacks.assertStoppedBy(verify(Optional.empty()), "code");
    }
  }

  @Test
  void refusesSecondStartWhereThePolicyWantsNone() throws Exception {
    TrustPolicy lenient = policy;
    policy = GenuineServer.policy(",\"single_start\":true", "", SWTPM.tpm());
    assertThat(verify(Optional.empty()).isAccepted()).isTrue();
    for (int i = 0; i < Attacks.TRIES; i++) {
      server.log().append(GenuineServer.start());

      Attacks.assertStoppedBy(verify(Optional.empty()), "single-start");
    }
    policy = lenient;
    assertThat(verify(Optional.empty()).isAccepted()).as("by a policy that allows it").isTrue();
  }

  @Test
  void refusesExtensionOfPinnedRegister() throws Exception {
    for (int i = 0; i < Attacks.TRIES; i++) {
      server.tpm().extend(8, drawn(32));

      Attacks.assertStoppedBy(verify(Optional.empty()), "pcr.8");
    }
  }

  private ServerAppraisal verify(Optional<Bytes> otherLog) throws Exception {
    Bytes nonce = drawn(32);
    EvidenceDocument evidence = server.evidence(nonce, Optional.empty());
    if (otherLog.isPresent()) {
      Submodule.Tpm tpm = (Submodule.Tpm) evidence.submodules().getFirst();
      evidence =
          new EvidenceDocument(
              nonce,
              evidence.level(),
              evidence.bound(),
              List.of(
                  new Submodule.Tpm(
                      tpm.quote(),
                      tpm.attestationKey(),
                      tpm.endorsementCertificates(),
                      otherLog.get())));
    }
    return GenuineServer.verify(
        evidence,
        new ServerConnection(
            server.identity().certificate(),
            nonce,
            Optional.empty(),
            GenuineServer.activate(evidence, server.identity())),
        policy);
  }

  private static EventLogBuilder copy(Bytes log) throws MalformedEvidenceException {
    EventLog read = EventLog.read(log);
    EventLogBuilder copy = new EventLogBuilder(read.banks());
    for (LogEvent event : read.events()) {
      copy.append(event);
    }
    return copy;
  }
}
