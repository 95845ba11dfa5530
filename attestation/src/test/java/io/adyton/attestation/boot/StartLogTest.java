// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.boot.StartEvent.Kind;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.tcg.EventLog;
import io.adyton.attestation.tcg.EventLogBuilder;
import io.adyton.attestation.tcg.EventType;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tcg.LogEvent;
import io.adyton.attestation.tcg.Replay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartLogTest {
  private static final HashAlgorithm BANK = HashAlgorithm.SHA256;
  private static final StartEvent JAR = event(Kind.JAR, "adyton.jar");
  private static final StartEvent MODEL = event(Kind.MODEL, "a model: with spaces");

  @TempDir Path directory;

  private Path file = Path.of("");
  private SimulatedRegister register = new SimulatedRegister();

  @BeforeEach
  void place() {
    file = directory.resolve("start.log");
  }

  @Test
  void replaysToTheRegister() throws Exception {
    StartLog log = open();

    log.append(List.of(JAR, MODEL));

    assertThat(replayed(log)).isEqualTo(register.value);
    assertThat(StartEvent.in(EventLog.read(log.whileUnchanged(bytes -> bytes))))
        .containsExactly(JAR, MODEL);
  }

  @Test
  void goesOnAfterTheProgramStartsAgain() throws Exception {
    open().append(List.of(JAR));

    StartLog next = open();
    next.append(List.of(JAR, MODEL));

    assertThat(replayed(next)).isEqualTo(register.value);
    assertThat(StartEvent.in(EventLog.read(next.whileUnchanged(bytes -> bytes))))
        .containsExactly(JAR, JAR, MODEL);
  }

  @Test
  void beginsAnewAfterTheMachineStartsAgain() throws Exception {
    open().append(List.of(JAR));
    register = new SimulatedRegister();

    StartLog next = open();
    next.append(List.of(MODEL));

    assertThat(replayed(next)).isEqualTo(register.value);
  }

  @Test
  void goesOnAfterTheProgramEndedBeforeTheRegisterWasExtended() throws Exception {
    StartLog log = open();
    log.append(List.of(JAR));
    register.failing = true;
    assertThatThrownBy(() -> log.append(List.of(MODEL))).isInstanceOf(IOException.class);
    register.failing = false;

    StartLog next = open();
    next.append(List.of(MODEL));

    assertThat(replayed(next)).isEqualTo(register.value);
  }

  @Test
  void saysNothingMoreOnceTheRegisterCouldNotBeExtended() throws Exception {
    StartLog log = open();
    register.failing = true;
    assertThatThrownBy(() -> log.append(List.of(JAR))).isInstanceOf(IOException.class);
    register.failing = false;

    assertThatThrownBy(() -> log.whileUnchanged(bytes -> bytes))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> log.append(List.of(JAR))).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void refusesRegisterThatSomethingElseExtended() throws Exception {
    open().append(List.of(JAR));
    register.extend(BANK.hash(Bytes.EMPTY));

    assertThatThrownBy(this::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("restart the machine");
  }

  @Test
  void comesBehindWhatTheBootStubMeasured() throws Exception {
    EventLogBuilder firmware = new EventLogBuilder(Set.of(HashAlgorithm.SHA1, BANK));
    LogEvent stub =
        firmware.measure(StartEvent.REGISTER, EventType.EV_IPL, Bytes.of(new byte[] {1, 2}));
    firmware.measure(4, EventType.EV_SEPARATOR, Bytes.of(new byte[4]));
    register.extend(stub.digests().getOrDefault(BANK, Bytes.EMPTY));

    StartLog log = StartLog.open(file, Optional.of(firmware.toBytes()), register);
    log.append(List.of(JAR));

    assertThat(replayed(log)).isEqualTo(register.value);
    assertThat(StartEvent.in(EventLog.read(log.whileUnchanged(bytes -> bytes))))
        .containsExactly(JAR);
  }

  @Test
  void refusesEventWhoseDigestIsNotThatOfItsData() {
    LogEvent forged =
        new LogEvent(
            StartEvent.REGISTER,
            EventType.EV_EVENT_TAG.code(),
            Map.of(BANK, BANK.filled(7)),
            JAR.toBytes());

    assertThatThrownBy(() -> StartEvent.in(new EventLog(Set.of(BANK), List.of(forged))))
        .hasMessageContaining("expected the digest of its data");
  }

  @Test
  void measuresSameProgramAlikeWhereverItLies() throws Exception {
    Path here = Files.createDirectories(directory.resolve("here"));
    Path there = Files.createDirectories(directory.resolve("there"));
    for (Path place : List.of(here, there)) {
      Files.writeString(place.resolve("b.jar"), "b");
      Files.writeString(place.resolve("a.jar"), "a");
    }

    List<StartEvent> measured = program(here.resolve("b.jar"), here.resolve("a.jar")).measure();

    assertThat(measured)
        .isEqualTo(program(there.resolve("a.jar"), there.resolve("b.jar")).measure())
        .extracting(StartEvent::name)
        .containsExactly("a.jar", "b.jar", "flags", "variables", "settings");
    Files.writeString(there.resolve("b.jar"), "c");
    assertThat(program(there.resolve("a.jar"), there.resolve("b.jar")).measure())
        .isNotEqualTo(measured);
  }

  private static MeasuredProgram program(Path... jars) {
    return new MeasuredProgram(List.of(jars), Steering.of(Map.of(), List.of()), Bytes.EMPTY);
  }

  private StartLog open() throws IOException {
    return StartLog.open(file, Optional.empty(), register);
  }

  private static Bytes replayed(StartLog log) throws Exception {
    EventLog read = EventLog.read(log.whileUnchanged(bytes -> bytes));
    return Replay.ofPlatform(read).bank(BANK).getOrDefault(StartEvent.REGISTER, BANK.filled(0));
  }

  private static StartEvent event(Kind kind, String name) {
    return new StartEvent(kind, name, BANK.filled(3));
  }

  private static final class SimulatedRegister implements StartLog.Register {
    private Bytes value = BANK.filled(0);
    private boolean failing;

    @Override
    public Bytes value() {
      return value;
    }

    @Override
    public void extend(Bytes sha256) throws IOException {
      if (failing) {
        throw new IOException("the TPM is gone");
      }
      value = BANK.extend(value, sha256);
    }
  }
}
