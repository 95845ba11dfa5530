// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.boot;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.EventLog;
import io.adyton.attestation.tcg.EventLogBuilder;
import io.adyton.attestation.tcg.EventType;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tcg.LogEvent;
import io.adyton.attestation.tcg.TaggedEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One thing that was measured.
 *
 * @param kind what it is
 * @param name what it is called, without the folder it lies in
 * @param sha256 its digest
 */
public record StartEvent(Kind kind, String name, Bytes sha256) {
  /** The register that holds every event of Adyton's. */
  public static final int REGISTER = 12;

  /** The number that tells these events from others: "ADYT". */
  private static final long TAG = 0x41445954L;

  private static final Pattern TEXT =
      Pattern.compile("([a-z-]+) sha256:([0-9a-f]{64}) ([^\\p{Cntrl}]{1,255})");

  /** Checks that the event can be written and read back. */
  public StartEvent {
    if (!TEXT.matcher(text(kind, name, sha256)).matches()) {
      throw new IllegalArgumentException(
          "expected a name of 1 to 255 printable characters and 32 bytes of digest, found '%s' and %d"
              .formatted(name, sha256.length()));
    }
  }

  /** What can be measured, in the order in which it is. */
  public enum Kind {
    /** A start of the program; the name is its version, the digest is random. */
    START,
    /** A jar. */
    JAR,
    /** A native library. */
    NATIVE,
    /** The flags of the Java machine. */
    JVM_FLAGS,
    /** The environment variables that change what runs. */
    ENVIRONMENT,
    /** The configuration. */
    CONFIGURATION,
    /** The manifest of a model. */
    MODEL;

    /** Returns the name in lower case with hyphens. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Finds these events in a log that has been replayed to a quote. Others are passed over.
   *
   * @throws MalformedEvidenceException if an event bears our number and is none of ours, or its
   *     digest is not that of its data
   */
  public static List<StartEvent> in(EventLog log) throws MalformedEvidenceException {
    List<StartEvent> events = new ArrayList<>();
    for (LogEvent event : log.events()) {
      if (event.register() == REGISTER && event.type() == EventType.EV_EVENT_TAG.code()) {
        TaggedEvent tagged = TaggedEvent.read(event.data());
        if (tagged.id() == TAG) {
          events.add(read(event, tagged));
        }
      }
    }
    return events;
  }

  /** Adds the event to a log that no TPM vouches for. */
  public void appendTo(EventLogBuilder log) {
    log.measure(REGISTER, EventType.EV_EVENT_TAG, toBytes());
  }

  /** Returns the event as one line: kind, digest and name. It is what is measured. */
  public String text() {
    return text(kind, name, sha256);
  }

  /** Returns the data of the log's event. */
  Bytes toBytes() {
    byte[] text = text().getBytes(StandardCharsets.UTF_8);
    return new TaggedEvent(TAG, Bytes.of(text)).toBytes();
  }

  private static StartEvent read(LogEvent event, TaggedEvent tagged)
      throws MalformedEvidenceException {
    if (!event.vouchesForData(HashAlgorithm.SHA256)) {
      throw new MalformedEvidenceException(
          "start event: expected the digest of its data, found another");
    }
    String text = new String(tagged.data().toArray(), StandardCharsets.UTF_8);
    Matcher matcher = TEXT.matcher(text);
    if (matcher.matches()) {
      for (Kind kind : Kind.values()) {
        if (kind.label().equals(matcher.group(1)) && isText(text, tagged.data())) {
          return new StartEvent(kind, matcher.group(3), Bytes.ofHex(matcher.group(2)));
        }
      }
    }
    throw new MalformedEvidenceException(
        "start event: expected one of %s with digest and name, found something else"
            .formatted(Arrays.stream(Kind.values()).map(Kind::label).toList()));
  }

  /** Returns whether the bytes were UTF-8, which has one reading only. */
  private static boolean isText(String text, Bytes bytes) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8)).equals(bytes);
  }

  private static String text(Kind kind, String name, Bytes sha256) {
    return "%s sha256:%s %s".formatted(kind.label(), sha256.hex(), name);
  }
}
