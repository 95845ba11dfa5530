// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.boot.StartEvent.Kind;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.collect.TpmAttester;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.tcg.EventLog;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tcg.Replay;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TpmRegisterTest {
  private static final HashAlgorithm BANK = HashAlgorithm.SHA256;

  @RegisterExtension static final SwtpmExtension SWTPM = new SwtpmExtension();

  @TempDir Path directory;

  @Test
  void holdsWhatTheLogOfEachStartReplaysTo() throws Exception {
    for (int start = 1; start <= 2; start++) {
      try (TpmAttester attester = TpmAttester.open(SWTPM.tpm().connect(), new SecureRandom())) {
        StartLog log =
            StartLog.open(
                directory.resolve("start.log"), Optional.empty(), new TpmRegister(attester));
        log.append(List.of(new StartEvent(Kind.START, "start " + start, BANK.filled(start))));

        TpmQuoteEvidence evidence =
            log.whileUnchanged(bytes -> attester.evidence(BANK.filled(9), Optional.of(bytes)));

        EventLog read = EventLog.read(evidence.log().orElseThrow());
        assertThat(StartEvent.in(read)).hasSize(start);
        assertThat(Replay.ofPlatform(read).bank(BANK).get(StartEvent.REGISTER))
            .isEqualTo(quoted(evidence));
      }
    }
  }

  private static Bytes quoted(TpmQuoteEvidence evidence) {
    return evidence
        .quotes()
        .getFirst()
        .pcrs()
        .values()
        .iterator()
        .next()
        .getOrDefault(StartEvent.REGISTER, Bytes.EMPTY);
  }
}
