// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.boot.StartEvent;
import io.adyton.attestation.boot.StartEvent.Kind;
import io.adyton.attestation.boot.StartLog;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.tcg.EventLog;
import io.adyton.attestation.tcg.EventLogBuilder;
import io.adyton.attestation.tcg.EventType;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tcg.LogEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredStartTest {
  private static final StartEvent START =
      new StartEvent(Kind.START, "1.0", GenuineServer.digest("start"));
  private static final StartEvent OTHER_JAR =
      new StartEvent(Kind.JAR, "other.jar", GenuineServer.digest("other"));

  @TempDir Path directory;

  @Test
  void isTheLastStartInTheLog() throws Exception {
    MeasuredStart start =
        MeasuredStart.last(
            log(List.of(START, OTHER_JAR, START, GenuineServer.JAR, GenuineServer.MODEL)));

    assertThat(start.events()).containsExactly(START, GenuineServer.JAR, GenuineServer.MODEL);
    assertThat(start.isWhole()).isTrue();
    assertThat(start.earlierStarts()).isEqualTo(1);
    assertThat(start.measured(Kind.MODEL)).containsExactly(GenuineServer.MODEL.sha256());
    assertThat(start.code()).isEqualTo(MeasuredStart.code(List.of(GenuineServer.JAR)));
  }

  @Test
  void isNotWholeWithoutAStart() throws Exception {
    assertThat(MeasuredStart.last(log(List.of(GenuineServer.JAR))).isWhole()).isFalse();
    assertThat(MeasuredStart.last(log(List.of())).isWhole()).isFalse();
  }

  @Test
  void passesOverEventsOfOthersBeforeTheStartAndCountsThoseAfterIt() throws Exception {
    EventLogBuilder log = new EventLogBuilder(Set.of(HashAlgorithm.SHA256));
    log.measure(StartEvent.REGISTER, EventType.EV_IPL, GenuineServer.utf8("boot stub"));
    for (LogEvent event : EventLog.read(log(List.of(START, GenuineServer.JAR))).events()) {
      log.append(event);
    }
    assertThat(MeasuredStart.last(log.toBytes()).isWhole()).isTrue();

    log.measure(4, EventType.EV_IPL, GenuineServer.utf8("another register"));
    assertThat(MeasuredStart.last(log.toBytes()).isWhole()).isTrue();

    log.measure(StartEvent.REGISTER, EventType.EV_IPL, GenuineServer.utf8("something later"));
    MeasuredStart start = MeasuredStart.last(log.toBytes());
    assertThat(start.isWhole()).isFalse();
    assertThat(start.foreignEvents()).isEqualTo(1);
  }

  @Test
  void tellsProgramsApartByNameContentAndOrder() {
    List<Bytes> codes = new ArrayList<>();
    codes.add(MeasuredStart.code(List.of(GenuineServer.JAR)));
    codes.add(MeasuredStart.code(List.of(OTHER_JAR)));
    codes.add(MeasuredStart.code(List.of(GenuineServer.JAR, OTHER_JAR)));
    codes.add(MeasuredStart.code(List.of(OTHER_JAR, GenuineServer.JAR)));
    codes.add(
        MeasuredStart.code(
            List.of(new StartEvent(Kind.NATIVE, "adyton.jar", GenuineServer.digest("jar")))));
    codes.add(
        MeasuredStart.code(
            List.of(new StartEvent(Kind.JAR, "adyton.jar", GenuineServer.digest("jar2")))));

    assertThat(codes).doesNotHaveDuplicates();
    assertThat(MeasuredStart.code(List.of(START, GenuineServer.JAR, GenuineServer.MODEL)))
        .isEqualTo(codes.getFirst());
  }

  private Bytes log(List<StartEvent> events) throws Exception {
    Path file = directory.resolve("log");
    Files.deleteIfExists(file);
    StartLog log = StartLog.open(file, Optional.empty(), new RegisterInMemory());
    log.append(events);
    return log.whileUnchanged(bytes -> bytes);
  }

  private static final class RegisterInMemory implements StartLog.Register {
    private Bytes value = HashAlgorithm.SHA256.filled(0);

    @Override
    public Bytes value() {
      return value;
    }

    @Override
    public void extend(Bytes sha256) {
      value = HashAlgorithm.SHA256.extend(value, sha256);
    }
  }
}
