// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.ima.ImaList;
import io.adyton.attestation.tcg.EventLog;
import io.adyton.attestation.tcg.EventLogBuilder;
import io.adyton.attestation.tcg.EventType;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tcg.Replay;
import java.util.EnumSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Whatever the bytes are, a parser reads them or says that they are malformed. */
class TpmParsersFuzz {
  /** Reads bytes of one structure. */
  private interface Parser {
    void read(Bytes bytes) throws MalformedEvidenceException;
  }

  enum Structure {
    ATTEST(TpmsAttest::read),
    SIGNATURE(TpmtSignature::read),
    PUBLIC(bytes -> QuoteKey.read(bytes)),
    PROTO(GoTpmToolsAttestation::read),
    REGISTERS(Tpm2ToolsRegisters::read),
    LOG(bytes -> Replay.ofPlatform(EventLog.read(bytes))),
    PADDED_LOG(bytes -> Replay.ofConfidentialGuest(EventLog.readPadded(bytes))),
    IMA(ImaList::read);

    private final Parser parser;

    Structure(Parser parser) {
      this.parser = parser;
    }
  }

  @Property
  void readsAnyBytesOrSaysMalformed(
      @ForAll Structure structure, @ForAll @Size(max = 400) byte[] bytes) {
    readOrMalformed(structure, Bytes.of(bytes));
  }

  @Property
  void readsAnyChangedQuoteOrSaysMalformed(
      @ForAll @IntRange(max = 120) int index, @ForAll byte value) {
    Bytes quote = TestQuote.standard().attest(HashAlgorithm.SHA256).toBytes();
    readOrMalformed(Structure.ATTEST, changed(quote, index, value));
  }

  @Property
  void readsAnyChangedLogOrSaysMalformed(
      @ForAll @IntRange(max = 400) int index, @ForAll byte value) {
    EventLogBuilder log = new EventLogBuilder(EnumSet.of(HashAlgorithm.SHA1, HashAlgorithm.SHA256));
    log.measure(0, EventType.EV_NO_ACTION, Bytes.ofHex("537461727475704c6f63616c6974790003"));
    log.measure(0, EventType.EV_IPL, Bytes.ofHex("01"));
    log.measure(12, EventType.EV_EVENT_TAG, Bytes.ofHex("02"));
    readOrMalformed(Structure.LOG, changed(log.toBytes(), index, value));
    readOrMalformed(Structure.PADDED_LOG, changed(log.toBytes(), index, value));
  }

  private static void readOrMalformed(Structure structure, Bytes bytes) {
    try {
      structure.parser.read(bytes);
    } catch (MalformedEvidenceException e) {
      assertThat(e).hasMessageContaining("expected");
    }
  }

  private static Bytes changed(Bytes bytes, int index, byte value) {
    byte[] changed = bytes.toArray();
    changed[index % changed.length] = value;
    return Bytes.of(changed);
  }
}
