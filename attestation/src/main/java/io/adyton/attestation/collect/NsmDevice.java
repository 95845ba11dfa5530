// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.cbor.CborItem;
import io.adyton.attestation.cbor.CborItem.Members;
import io.adyton.attestation.cbor.CborItem.Octets;
import io.adyton.attestation.cbor.CborItem.Text;
import io.adyton.attestation.cbor.CborReader;
import io.adyton.attestation.cbor.CborWriter;
import io.adyton.attestation.evidence.NitroEvidence;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Map;

/**
 * Attestation documents of an AWS Nitro Enclave through its security module
 * (include/uapi/linux/nsm.h). The report data stands in the document’s {@code user_data}.
 */
public final class NsmDevice implements ReportCollector {
  /** Where Linux has it. */
  public static final Path DEVICE = Path.of("/dev/nsm");

  private static final long NSM_IOCTL_RAW = 0xc0200a00L;
  private static final int RESPONSE_BYTES = 0x3000;
  private static final String ATTESTATION = "Attestation";

  /** struct nsm_raw: address and length of the request, then of the response. */
  private static final long ARGUMENT_BYTES = 32;

  private static final long REQUEST = 0;
  private static final long REQUEST_LENGTH = 8;
  private static final long RESPONSE = 16;
  private static final long RESPONSE_LENGTH = 24;

  private final Path device;
  private final CharacterDevice.C c;

  /** Asks a device. */
  public NsmDevice(Path device) {
    this(device, CharacterDevice.C.standard());
  }

  NsmDevice(Path device, CharacterDevice.C c) {
    this.device = device;
    this.c = c;
  }

  @Override
  public synchronized NitroEvidence collect(Bytes reportData) throws IOException {
    ReportCollector.requireLength(reportData);
    CborItem wish =
        new Members(
            Map.of(
                new Text(ATTESTATION),
                new Members(Map.of(new Text("user_data"), new Octets(reportData)))));
    try {
      CborItem answer = CborReader.read("NSM response", exchange(CborWriter.write(wish)));
      if (answer instanceof Members(var outer)
          && outer.get(new Text(ATTESTATION)) instanceof Members(var inner)
          && inner.get(new Text("document")) instanceof Octets(Bytes document)) {
        return new NitroEvidence(document);
      }
      throw new IOException(
          "%s: expected an attestation document, found %s".formatted(device, error(answer)));
    } catch (MalformedEvidenceException e) {
      throw new IOException(
          "%s: expected CBOR, found other bytes: %s".formatted(device, e.getMessage()), e);
    }
  }

  private static String error(CborItem answer) {
    return answer instanceof Members(var members)
            && members.get(new Text("Error")) instanceof Text(String error)
        ? "the error " + error
        : "something else";
  }

  private Bytes exchange(Bytes request) throws IOException {
    try (Arena arena = Arena.ofConfined();
        CharacterDevice opened = CharacterDevice.open(device, c)) {
      MemorySegment sent = arena.allocateFrom(JAVA_BYTE, request.toArray());
      MemorySegment received = arena.allocate(RESPONSE_BYTES);
      MemorySegment argument = arena.allocate(ARGUMENT_BYTES, Long.BYTES);
      argument.set(JAVA_LONG, REQUEST, sent.address());
      argument.set(JAVA_LONG, REQUEST_LENGTH, sent.byteSize());
      argument.set(JAVA_LONG, RESPONSE, received.address());
      argument.set(JAVA_LONG, RESPONSE_LENGTH, received.byteSize());
      opened.request("NSM_IOCTL_RAW", NSM_IOCTL_RAW, argument);
      long length = argument.get(JAVA_LONG, RESPONSE_LENGTH);
      if (length < 0 || length > RESPONSE_BYTES) {
        throw new IOException(
            "%s: expected a response of at most %d bytes, found %d"
                .formatted(device, RESPONSE_BYTES, length));
      }
      return Bytes.of(received.asSlice(0, length).toArray(JAVA_BYTE));
    }
  }
}
