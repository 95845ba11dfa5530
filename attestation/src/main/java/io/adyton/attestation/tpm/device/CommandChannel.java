// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.io.IOException;
import java.util.List;

/**
 * The form that all commands and responses share: header, handles, authorizations, parameters (TPM
 * 2.0 Library Specification, part 1, section 18). A command the TPM is too busy for is sent again.
 */
final class CommandChannel implements AutoCloseable {
  private static final int TAG_NO_SESSIONS = 0x8001;
  private static final int TAG_SESSIONS = 0x8002;
  private static final int HEADER_BYTES = 10;
  private static final int ATTEMPTS = 5;

  private final TpmTransport transport;

  CommandChannel(TpmTransport transport) {
    this.transport = transport;
  }

  boolean isExclusive() {
    return transport.isExclusive();
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }

  /** The handle a command returns, {@link TpmHandle#NULL} where it returns none, and the rest. */
  record Answer(TpmHandle handle, Bytes parameters) {}

  interface Fields<T> {
    T read(ByteReader reader) throws MalformedEvidenceException;
  }

  /** Reads the parameters of a response. */
  static <T> T read(TpmCommand command, Bytes parameters, Fields<T> fields) throws TpmException {
    try {
      return fields.read(ByteReader.bigEndian(command.label(), parameters));
    } catch (MalformedEvidenceException e) {
      throw TpmException.unreadable(command, e);
    }
  }

  /** Sends a command that needs no authorization and returns the parameters of its response. */
  Bytes execute(TpmCommand command, ByteWriter parameters) throws IOException {
    return execute(command, List.of(), List.of(), parameters);
  }

  /** Sends a command and returns the parameters of its response. */
  Bytes execute(
      TpmCommand command,
      List<TpmHandle> handles,
      List<Authorization> authorizations,
      ByteWriter parameters)
      throws IOException {
    return exchange(command, handles, authorizations, parameters, false).parameters();
  }

  /** Sends a command whose response begins with a handle. */
  Answer executeWithHandle(
      TpmCommand command,
      List<TpmHandle> handles,
      List<Authorization> authorizations,
      ByteWriter parameters)
      throws IOException {
    return exchange(command, handles, authorizations, parameters, true);
  }

  private Answer exchange(
      TpmCommand command,
      List<TpmHandle> handles,
      List<Authorization> authorizations,
      ByteWriter parameters,
      boolean returnsHandle)
      throws IOException {
    Bytes whole = encode(command, handles, authorizations, parameters.toBytes());
    for (int attempt = 1; ; attempt++) {
      Bytes response = transport.transmit(whole);
      int code = read(command, response, CommandChannel::responseCode);
      if (code == ResponseCode.SUCCESS) {
        return read(
            command, response, reader -> answer(reader, returnsHandle, !authorizations.isEmpty()));
      }
      if (attempt == ATTEMPTS || !ResponseCode.asksToRepeat(code)) {
        throw TpmException.refused(command, code);
      }
    }
  }

  private static Bytes encode(
      TpmCommand command,
      List<TpmHandle> handles,
      List<Authorization> authorizations,
      Bytes parameters) {
    ByteWriter body = ByteWriter.bigEndian();
    handles.forEach(handle -> body.u32(handle.value()));
    if (!authorizations.isEmpty()) {
      ByteWriter area = ByteWriter.bigEndian();
      authorizations.forEach(authorization -> authorization.write(area));
      body.u32(area.toBytes().length()).bytes(area.toBytes());
    }
    body.bytes(parameters);
    return ByteWriter.bigEndian()
        .u16(authorizations.isEmpty() ? TAG_NO_SESSIONS : TAG_SESSIONS)
        .u32(HEADER_BYTES + body.toBytes().length())
        .u32(command.code())
        .bytes(body.toBytes())
        .toBytes();
  }

  private static int responseCode(ByteReader reader) throws MalformedEvidenceException {
    reader.skip("tag", 2);
    reader.skip("size", 4);
    return (int) reader.u32("responseCode");
  }

  private static Answer answer(ByteReader reader, boolean hasHandle, boolean hasSessions)
      throws MalformedEvidenceException {
    reader.skip("header", HEADER_BYTES);
    TpmHandle handle = hasHandle ? new TpmHandle(reader.u32("handle")) : TpmHandle.NULL;
    long length = hasSessions ? reader.u32("parameterSize") : reader.remaining();
    return new Answer(handle, reader.bytes("parameters", length));
  }
}
