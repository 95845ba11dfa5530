// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import static io.adyton.attestation.tpm.device.Authorization.EMPTY_PASSWORD;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The commands of a TPM 2.0 that attestation needs (TPM 2.0 Library Specification, part 3).
 *
 * <p>Every object and session that a method loads for itself is flushed before it returns; what it
 * returns as {@link LoadedKey} is its caller's to close. Handles are authorized with the empty
 * password. Confined to one thread at a time; every call blocks. Errors are {@link TpmException}
 * where the TPM refused, {@link IOException} where it could not be reached.
 */
public final class Tpm implements AutoCloseable {
  private static final int TAG_NO_SESSIONS = 0x8001;
  private static final int TAG_SESSIONS = 0x8002;
  private static final int HEADER_BYTES = 10;
  private static final int ALG_SHA256 = 0x000b;
  private static final int ALG_NULL = 0x0010;
  private static final int SESSION_POLICY = 0x01;
  private static final int CAP_HANDLES = 1;
  private static final int MAX_HANDLES = 64;
  private static final int TRANSIENT_FIRST = 0x80000000;
  private static final int LOADED_SESSION_FIRST = 0x02000000;
  private static final int NONCE_BYTES = 16;
  private static final int ATTEMPTS = 5;
  private static final int PCR_BYTES = 3;
  private static final int NV_AUTH_READ = 1 << 18;
  private static final int RC_NV_UNKNOWN_INDEX = 0x18b;

  /** Every TPM reads at least this much at a time. */
  private static final int NV_CHUNK_BYTES = 512;

  private final TpmTransport transport;
  private final SecureRandom random;

  /** Speaks through {@code transport} and owns it. */
  public Tpm(TpmTransport transport, SecureRandom random) {
    this.transport = transport;
    this.random = random;
  }

  /** The private part as only this TPM can read it, and the public part. */
  private record CreatedKey(Bytes wrapped, Bytes publicArea) {}

  /**
   * Flushes every object and session that an earlier owner left behind; without effect where a
   * resource manager keeps owners apart.
   */
  public void flushLeftovers() throws IOException {
    if (!transport.isExclusive()) {
      return;
    }
    for (int first : new int[] {TRANSIENT_FIRST, LOADED_SESSION_FIRST}) {
      for (TpmHandle handle : handles(first)) {
        flush(handle);
      }
    }
  }

  private List<TpmHandle> handles(int first) throws IOException {
    TpmCommand command = TpmCommand.GET_CAPABILITY;
    Bytes response =
        execute(command, new CommandWriter().u32(CAP_HANDLES).u32(first).u32(MAX_HANDLES));
    return read(
        command,
        response,
        reader -> {
          reader.skip("moreData", 1);
          reader.skip("capability", 4);
          List<TpmHandle> handles = new ArrayList<>();
          for (long left = reader.u32("count"); left > 0; left--) {
            handles.add(new TpmHandle((int) reader.u32("handle")));
          }
          return handles;
        });
  }

  /**
   * Draws random bytes.
   *
   * @param length at most the longest digest of the TPM, 32 on every one
   */
  public Bytes random(int length) throws IOException {
    TpmCommand command = TpmCommand.GET_RANDOM;
    Bytes response = execute(command, new CommandWriter().u16(length));
    return read(command, response, reader -> sized(reader, "randomBytes"));
  }

  /** Extends a register of the SHA-256 bank. */
  public void extend(int pcr, Bytes sha256) throws IOException {
    execute(
        TpmCommand.PCR_EXTEND,
        List.of(TpmHandle.pcr(pcr)),
        List.of(EMPTY_PASSWORD),
        new CommandWriter().u32(1).u16(ALG_SHA256).bytes(sha256));
  }

  /** Reads registers of the SHA-256 bank. Another process may extend one while others are read. */
  public SortedMap<Integer, Bytes> registers(SortedSet<Integer> indexes) throws IOException {
    SortedMap<Integer, Bytes> values = new TreeMap<>();
    SortedSet<Integer> missing = new TreeSet<>(indexes);
    while (!missing.isEmpty()) {
      SortedMap<Integer, Bytes> some = someRegisters(missing);
      if (some.isEmpty()) {
        throw new IOException(
            "expected PCRs %s of the SHA-256 bank, found that the TPM does not keep this bank"
                .formatted(missing));
      }
      values.putAll(some);
      missing.removeAll(some.keySet());
    }
    return values;
  }

  private SortedMap<Integer, Bytes> someRegisters(SortedSet<Integer> indexes) throws IOException {
    TpmCommand command = TpmCommand.PCR_READ;
    Bytes response = execute(command, select(new CommandWriter(), indexes));
    return read(
        command,
        response,
        reader -> {
          reader.skip("pcrUpdateCounter", 4);
          SortedSet<Integer> selected = selection(reader);
          SortedMap<Integer, Bytes> values = new TreeMap<>();
          long count = reader.u32("count");
          if (count != selected.size()) {
            throw new MalformedEvidenceException(
                "TPML_DIGEST: expected %d digests, found %d".formatted(selected.size(), count));
          }
          for (int index : selected) {
            values.put(index, sized(reader, "digest"));
          }
          return values;
        });
  }

  /** Creates the endorsement key; the same TPM gives the same key each time. */
  public LoadedKey endorsementKey(KeyTemplate template) throws IOException {
    TpmCommand command = TpmCommand.CREATE_PRIMARY;
    Answer answer =
        executeWithHandle(
            command, List.of(TpmHandle.ENDORSEMENT), List.of(EMPTY_PASSWORD), creation(template));
    Bytes publicArea = read(command, answer.parameters(), reader -> sized(reader, "outPublic"));
    return new LoadedKey(this, answer.handle(), publicArea);
  }

  /** Creates a new key below the endorsement key and loads it. It is kept nowhere. */
  public LoadedKey childOf(LoadedKey endorsementKey, KeyTemplate template) throws IOException {
    CreatedKey created = create(endorsementKey, template);
    try (PolicySession session = endorsementSession()) {
      Answer answer =
          executeWithHandle(
              TpmCommand.LOAD,
              List.of(endorsementKey.handle()),
              List.of(session.authorization()),
              new CommandWriter().sized(created.wrapped()).sized(created.publicArea()));
      return new LoadedKey(this, answer.handle(), created.publicArea());
    }
  }

  private CreatedKey create(LoadedKey parent, KeyTemplate template) throws IOException {
    TpmCommand command = TpmCommand.CREATE;
    try (PolicySession session = endorsementSession()) {
      Bytes response =
          execute(
              command,
              List.of(parent.handle()),
              List.of(session.authorization()),
              creation(template));
      return read(
          command,
          response,
          reader -> new CreatedKey(sized(reader, "outPrivate"), sized(reader, "outPublic")));
    }
  }

  /** TPM2B_SENSITIVE_CREATE, TPM2B_PUBLIC, outsideInfo, creationPCR. */
  private static CommandWriter creation(KeyTemplate template) {
    return new CommandWriter()
        .sized(new CommandWriter().u16(0).u16(0).written())
        .sized(template.publicArea())
        .u16(0)
        .u32(0);
  }

  /** Message and signature of a quote. */
  public record SignedQuote(Bytes message, Bytes signature) {}

  /**
   * Quotes registers of the SHA-256 bank with a key's own scheme.
   *
   * @param qualifyingData at most 34 bytes on every TPM, 50 on one with SHA-384
   */
  public SignedQuote quote(LoadedKey key, Bytes qualifyingData, SortedSet<Integer> pcrs)
      throws IOException {
    TpmCommand command = TpmCommand.QUOTE;
    Bytes response =
        execute(
            command,
            List.of(key.handle()),
            List.of(EMPTY_PASSWORD),
            select(new CommandWriter().sized(qualifyingData).u16(ALG_NULL), pcrs));
    return read(
        command,
        response,
        reader ->
            new SignedQuote(
                sized(reader, "quoted"), reader.bytes("signature", reader.remaining())));
  }

  /**
   * Proves that {@code key} lives in the same TPM as the endorsement key: returns the secret that a
   * credential holds.
   *
   * @throws TpmException if the credential was made for another endorsement key or another key
   */
  public Bytes activate(
      LoadedKey key, LoadedKey endorsementKey, Bytes credentialBlob, Bytes encryptedSecret)
      throws IOException {
    TpmCommand command = TpmCommand.ACTIVATE_CREDENTIAL;
    try (PolicySession session = endorsementSession()) {
      Bytes response =
          execute(
              command,
              List.of(key.handle(), endorsementKey.handle()),
              List.of(EMPTY_PASSWORD, session.authorization()),
              new CommandWriter().sized(credentialBlob).sized(encryptedSecret));
      return read(command, response, reader -> sized(reader, "certInfo"));
    }
  }

  /** Reads an NV index from its start to its end; empty if there is no such index. */
  public Optional<Bytes> readIndex(TpmHandle index) throws IOException {
    Optional<IndexSize> found = findIndex(index);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    TpmHandle reader = (found.get().attributes() & NV_AUTH_READ) == 0 ? TpmHandle.OWNER : index;
    int size = found.get().bytes();
    List<Bytes> parts = new ArrayList<>();
    for (int offset = 0; offset < size; offset += NV_CHUNK_BYTES) {
      parts.add(readIndex(reader, index, offset, Math.min(NV_CHUNK_BYTES, size - offset)));
    }
    return Optional.of(Bytes.concat(parts.toArray(Bytes[]::new)));
  }

  private Bytes readIndex(TpmHandle reader, TpmHandle index, int offset, int length)
      throws IOException {
    TpmCommand command = TpmCommand.NV_READ;
    Bytes response =
        execute(
            command,
            List.of(reader, index),
            List.of(EMPTY_PASSWORD),
            new CommandWriter().u16(length).u16(offset));
    return read(command, response, fields -> sized(fields, "data"));
  }

  private record IndexSize(int attributes, int bytes) {}

  private Optional<IndexSize> findIndex(TpmHandle index) throws IOException {
    TpmCommand command = TpmCommand.NV_READ_PUBLIC;
    Bytes response;
    try {
      response = execute(command, List.of(index), List.of(), new CommandWriter());
    } catch (TpmException e) {
      if (e.responseCode() == RC_NV_UNKNOWN_INDEX) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(
        read(
            command,
            response,
            reader -> {
              reader.skip("size", 2);
              reader.skip("nvIndex", 4);
              reader.skip("nameAlg", 2);
              int attributes = (int) reader.u32("attributes");
              sized(reader, "authPolicy");
              return new IndexSize(attributes, reader.u16("dataSize"));
            }));
  }

  /** Gives the slot of an object or a session back. */
  void flush(TpmHandle handle) throws IOException {
    execute(TpmCommand.FLUSH_CONTEXT, new CommandWriter().u32(handle.value()));
  }

  /** A session in which the policy of endorsement keys is satisfied, for one use. */
  private PolicySession endorsementSession() throws IOException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    TpmHandle handle =
        executeWithHandle(
                TpmCommand.START_AUTH_SESSION,
                List.of(TpmHandle.NULL, TpmHandle.NULL),
                List.of(),
                new CommandWriter()
                    .sized(Bytes.of(nonce))
                    .u16(0)
                    .u8(SESSION_POLICY)
                    .u16(ALG_NULL)
                    .u16(ALG_SHA256))
            .handle();
    PolicySession session = new PolicySession(handle);
    try {
      execute(
          TpmCommand.POLICY_SECRET,
          List.of(TpmHandle.ENDORSEMENT, handle),
          List.of(EMPTY_PASSWORD),
          new CommandWriter().u16(0).u16(0).u16(0).u32(0));
      return session;
    } catch (IOException e) {
      try (session) {
        throw e;
      }
    }
  }

  /** Takes one of the few session slots until it is closed. */
  private final class PolicySession implements AutoCloseable {
    private final TpmHandle handle;

    PolicySession(TpmHandle handle) {
      this.handle = handle;
    }

    Authorization authorization() {
      return new Authorization.Policy(handle);
    }

    @Override
    public void close() throws IOException {
      flush(handle);
    }
  }

  @Override
  public void close() throws IOException {
    transport.close();
  }

  // --- commands and responses ---

  private record Answer(TpmHandle handle, Bytes parameters) {}

  private interface Fields<T> {
    T read(ByteReader reader) throws MalformedEvidenceException;
  }

  private static <T> T read(TpmCommand command, Bytes parameters, Fields<T> fields)
      throws TpmException {
    try {
      return fields.read(ByteReader.bigEndian(command.label(), parameters));
    } catch (MalformedEvidenceException e) {
      throw TpmException.unreadable(command, e);
    }
  }

  private static Bytes sized(ByteReader reader, String field) throws MalformedEvidenceException {
    return reader.bytes(field, reader.u16(field + ".size"));
  }

  /** TPML_PCR_SELECTION with one bank. */
  private static CommandWriter select(CommandWriter command, SortedSet<Integer> pcrs) {
    byte[] bitmap = new byte[PCR_BYTES];
    for (int pcr : pcrs) {
      bitmap[pcr / Byte.SIZE] |= (byte) (1 << pcr % Byte.SIZE);
    }
    return command.u32(1).u16(ALG_SHA256).u8(PCR_BYTES).bytes(Bytes.of(bitmap));
  }

  private static SortedSet<Integer> selection(ByteReader reader) throws MalformedEvidenceException {
    SortedSet<Integer> selected = new TreeSet<>();
    for (long left = reader.u32("banks"); left > 0; left--) {
      reader.skip("hash", 2);
      Bytes bitmap = reader.bytes("pcrSelect", reader.u8("sizeofSelect"));
      for (int pcr = 0; pcr < bitmap.length() * Byte.SIZE; pcr++) {
        if ((bitmap.at(pcr / Byte.SIZE) >> pcr % Byte.SIZE & 1) != 0) {
          selected.add(pcr);
        }
      }
    }
    return selected;
  }

  private Bytes execute(TpmCommand command, CommandWriter parameters) throws IOException {
    return execute(command, List.of(), List.of(), parameters);
  }

  private Bytes execute(
      TpmCommand command,
      List<TpmHandle> handles,
      List<Authorization> authorizations,
      CommandWriter parameters)
      throws IOException {
    return exchange(command, handles, authorizations, parameters, false).parameters();
  }

  private Answer executeWithHandle(
      TpmCommand command,
      List<TpmHandle> handles,
      List<Authorization> authorizations,
      CommandWriter parameters)
      throws IOException {
    return exchange(command, handles, authorizations, parameters, true);
  }

  private Answer exchange(
      TpmCommand command,
      List<TpmHandle> handles,
      List<Authorization> authorizations,
      CommandWriter parameters,
      boolean returnsHandle)
      throws IOException {
    Bytes whole = encode(command, handles, authorizations, parameters.written());
    for (int attempt = 1; ; attempt++) {
      Bytes response = transport.transmit(whole);
      int code = read(command, response, Tpm::responseCode);
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
    CommandWriter body = new CommandWriter();
    handles.forEach(handle -> body.u32(handle.value()));
    if (!authorizations.isEmpty()) {
      CommandWriter area = new CommandWriter();
      authorizations.forEach(authorization -> authorization.write(area));
      body.u32(area.written().length()).bytes(area.written());
    }
    body.bytes(parameters);
    return new CommandWriter()
        .u16(authorizations.isEmpty() ? TAG_NO_SESSIONS : TAG_SESSIONS)
        .u32(HEADER_BYTES + body.written().length())
        .u32(command.code())
        .bytes(body.written())
        .written();
  }

  private static int responseCode(ByteReader reader) throws MalformedEvidenceException {
    reader.skip("tag", 2);
    reader.skip("size", 4);
    return (int) reader.u32("responseCode");
  }

  private static Answer answer(ByteReader reader, boolean hasHandle, boolean hasSessions)
      throws MalformedEvidenceException {
    reader.skip("header", HEADER_BYTES);
    TpmHandle handle = hasHandle ? new TpmHandle((int) reader.u32("handle")) : TpmHandle.NULL;
    long length = hasSessions ? reader.u32("parameterSize") : reader.remaining();
    return new Answer(handle, reader.bytes("parameters", length));
  }
}
