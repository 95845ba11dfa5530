// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tcg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventLogTest {
  private static final HashAlgorithm BANK = HashAlgorithm.SHA256;
  private static final Bytes ZERO = BANK.filled(0);

  @Test
  void readsTheLogItWrote() throws MalformedEvidenceException {
    EventLogBuilder builder =
        new EventLogBuilder(EnumSet.of(HashAlgorithm.SHA1, BANK, HashAlgorithm.SHA384));
    Bytes jar = new TaggedEvent(0x4144, text("jar")).toBytes();
    LogEvent event = builder.measure(12, EventType.EV_EVENT_TAG, jar);

    EventLog log = EventLog.read(builder.toBytes());

    assertThat(log.banks())
        .containsExactlyInAnyOrder(HashAlgorithm.SHA1, BANK, HashAlgorithm.SHA384);
    assertThat(log.events()).containsExactly(event);
    assertThat(log.events().getFirst().vouchesForData(BANK)).isTrue();
    assertThat(TaggedEvent.read(log.events().getFirst().data()).data()).isEqualTo(text("jar"));
  }

  @Test
  void extendsRegistersInOrder() throws MalformedEvidenceException {
    EventLogBuilder builder = new EventLogBuilder(Set.of(BANK));
    builder.measure(12, EventType.EV_EVENT_TAG, text("jar"));
    builder.measure(11, EventType.EV_IPL, text("other"));
    builder.measure(12, EventType.EV_EVENT_TAG, text("weights"));

    Bytes jar = BANK.extend(ZERO, BANK.hash(text("jar")));
    assertThat(replay(builder).bank(BANK))
        .containsOnly(
            Map.entry(11, BANK.extend(ZERO, BANK.hash(text("other")))),
            Map.entry(12, BANK.extend(jar, BANK.hash(text("weights")))));
  }

  @Test
  void extendsNothingForAnEventWithoutAction() throws MalformedEvidenceException {
    EventLogBuilder builder = new EventLogBuilder(Set.of(BANK));
    builder.measure(0, EventType.EV_NO_ACTION, text("SP800-155 Event3"));

    assertThat(replay(builder).bank(BANK)).isEmpty();
  }

  @Test
  void startsRegisterZeroAtTheStartupLocality() throws MalformedEvidenceException {
    EventLogBuilder builder = new EventLogBuilder(Set.of(BANK));
    builder.measure(0, EventType.EV_NO_ACTION, locality(3));
    builder.measure(0, EventType.EV_S_CRTM_VERSION, text("1"));
    builder.measure(1, EventType.EV_SEPARATOR, text("1"));

    Bytes three = Bytes.ofHex("00".repeat(31) + "03");
    assertThat(replay(builder).startupLocality()).hasValue(3);
    assertThat(replay(builder).bank(BANK))
        .containsEntry(0, BANK.extend(three, BANK.hash(text("1"))))
        .containsEntry(1, BANK.extend(ZERO, BANK.hash(text("1"))));
  }

  @Test
  void refusesStartupLocalityAfterRegisterZeroWasExtended() {
    EventLogBuilder builder = new EventLogBuilder(Set.of(BANK));
    builder.measure(0, EventType.EV_S_CRTM_VERSION, text("1"));
    builder.measure(0, EventType.EV_NO_ACTION, locality(3));

    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> replay(builder))
        .withMessageContaining("after");
  }

  @Test
  void refusesSecondStartupLocality() {
    EventLogBuilder builder = new EventLogBuilder(Set.of(BANK));
    builder.measure(0, EventType.EV_NO_ACTION, locality(3));
    builder.measure(0, EventType.EV_NO_ACTION, locality(0));

    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> replay(builder))
        .withMessageContaining("again");
  }

  @Test
  void refusesStartupLocalityThatNoTpmHas() {
    EventLogBuilder builder = new EventLogBuilder(Set.of(BANK));
    builder.measure(0, EventType.EV_NO_ACTION, locality(7));

    assertThatExceptionOfType(MalformedEvidenceException.class).isThrownBy(() -> replay(builder));
  }

  @ParameterizedTest
  @ValueSource(ints = {17, 18, 19, 20, 21, 22})
  void startsDynamicRegistersAtAllOnes(int register) throws MalformedEvidenceException {
    EventLogBuilder builder = new EventLogBuilder(Set.of(BANK));
    builder.measure(register, EventType.EV_IPL, text("1"));

    assertThat(replay(builder).bank(BANK))
        .containsOnly(Map.entry(register, BANK.extend(BANK.filled(0xff), BANK.hash(text("1")))));
  }

  @Test
  void startsEveryRegisterOfAConfidentialGuestAtZero() throws MalformedEvidenceException {
    EventLogBuilder builder = new EventLogBuilder(Set.of(HashAlgorithm.SHA384));
    LogEvent event = builder.measure(1, EventType.EV_IPL, text("1"));

    Replay replay = Replay.ofConfidentialGuest(EventLog.read(builder.toBytes()));

    Bytes digest = event.digests().getOrDefault(HashAlgorithm.SHA384, Bytes.EMPTY);
    assertThat(replay.bank(HashAlgorithm.SHA384))
        .containsOnly(
            Map.entry(1, HashAlgorithm.SHA384.extend(HashAlgorithm.SHA384.filled(0), digest)));
  }

  @Test
  void refusesRegisterThatNoTpmHas() {
    EventLogBuilder builder = new EventLogBuilder(Set.of(BANK));
    builder.measure(24, EventType.EV_IPL, text("1"));

    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> replay(builder))
        .withMessageContaining("found 24");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x00, 0xff})
  void endsAtTheFillerOfALogArea(int filler) throws MalformedEvidenceException {
    EventLogBuilder builder = new EventLogBuilder(Set.of(BANK));
    builder.measure(1, EventType.EV_SEPARATOR, Bytes.of(new byte[4]));
    Bytes rest = Bytes.concat(BANK.filled(filler), BANK.filled(filler));
    Bytes area = Bytes.concat(builder.toBytes(), rest);

    assertThat(EventLog.readPadded(area).events()).hasSize(1);
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> EventLog.read(area));
  }

  @Test
  void refusesLogCutOffInsideAnEvent() {
    EventLogBuilder builder = new EventLogBuilder(Set.of(BANK));
    int header = builder.toBytes().length();
    builder.measure(1, EventType.EV_IPL, text("something"));
    Bytes whole = builder.toBytes();

    for (int length = 0; length < whole.length(); length++) {
      if (length != header) {
        Bytes part = whole.slice(0, length);
        assertThatExceptionOfType(MalformedEvidenceException.class)
            .isThrownBy(() -> EventLog.read(part));
      }
    }
  }

  @Test
  void refusesEventThatLacksABankOfTheHeader() {
    EventLogBuilder builder = new EventLogBuilder(EnumSet.of(HashAlgorithm.SHA1, BANK));
    Bytes event =
        ByteWriter.littleEndian()
            .u32(1)
            .u32(EventType.EV_IPL.code())
            .u32(1)
            .u16(BANK.id())
            .bytes(ZERO)
            .u32(0)
            .toBytes();

    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> EventLog.read(Bytes.concat(builder.toBytes(), event)))
        .withMessageContaining("expected 2 digests");
  }

  @Test
  void refusesOneBankTwiceInAnEvent() {
    EventLogBuilder builder = new EventLogBuilder(EnumSet.of(HashAlgorithm.SHA1, BANK));
    ByteWriter event = ByteWriter.littleEndian().u32(1).u32(EventType.EV_IPL.code()).u32(2);
    for (int i = 0; i < 2; i++) {
      event.u16(BANK.id()).bytes(ZERO);
    }

    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> EventLog.read(Bytes.concat(builder.toBytes(), event.u32(0).toBytes())));
  }

  @Test
  void readsALogOfTheOlderFormat() throws MalformedEvidenceException {
    Bytes digest = HashAlgorithm.SHA1.hash(text("1"));
    Bytes old =
        ByteWriter.littleEndian()
            .u32(4)
            .u32(EventType.EV_IPL.code())
            .bytes(digest)
            .u32(1)
            .bytes(text("1"))
            .toBytes();

    EventLog log = EventLog.read(old);

    assertThat(log.events())
        .isEqualTo(
            List.of(
                new LogEvent(
                    4, EventType.EV_IPL.code(), Map.of(HashAlgorithm.SHA1, digest), text("1"))));
    assertThat(Replay.ofPlatform(log).registers()).containsOnlyKeys(HashAlgorithm.SHA1);
  }

  @Test
  void refusesLogThatIsTooLong() {
    Bytes long4MiB = Bytes.of(new byte[EventLog.MAX_BYTES + 1]);

    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> EventLog.read(long4MiB));
  }

  private static Replay replay(EventLogBuilder builder) throws MalformedEvidenceException {
    return Replay.ofPlatform(EventLog.read(builder.toBytes()));
  }

  private static Bytes locality(int locality) {
    return Bytes.concat(text("StartupLocality\0"), Bytes.of(new byte[] {(byte) locality}));
  }

  private static Bytes text(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
