// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import static io.adyton.attestation.tpm.device.Authorization.EMPTY_PASSWORD;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tpm.TpmlPcrSelection;
import io.adyton.attestation.tpm.TpmlPcrSelection.Bank;
import io.adyton.attestation.tpm.TpmtPublic;
import io.adyton.attestation.tpm.device.CommandChannel.Answer;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
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
  private static final int ALG_NULL = 0x0010;
  private static final int SESSION_POLICY = 0x01;
  private static final int CAP_ALGS = 0;
  private static final int CAP_HANDLES = 1;
  private static final int MAX_HANDLES = 64;
  private static final long TRANSIENT_FIRST = 0x80000000L;
  private static final long LOADED_SESSION_FIRST = 0x02000000;
  private static final int NONCE_BYTES = 16;
  private static final int NV_OWNER_WRITE = 1 << 1;
  private static final int NV_OWNER_READ = 1 << 17;
  private static final int NV_AUTH_READ = 1 << 18;
  private static final int RC_NV_UNKNOWN_INDEX = 0x18b;

  /** Every TPM reads at least this much at a time. */
  private static final int NV_CHUNK_BYTES = 512;

  private final CommandChannel channel;
  private final SecureRandom random;

  /** Speaks through {@code transport} and owns it. */
  public Tpm(TpmTransport transport, SecureRandom random) {
    this.channel = new CommandChannel(transport);
    this.random = random;
  }

  /** The private part as only this TPM can read it, and the public part. */
  private record CreatedKey(Bytes wrapped, Bytes publicArea) {}

  /**
   * Flushes every object and session that an earlier owner left behind; without effect where a
   * resource manager keeps owners apart.
   */
  public void flushLeftovers() throws IOException {
    if (!channel.isExclusive()) {
      return;
    }
    for (long first : new long[] {TRANSIENT_FIRST, LOADED_SESSION_FIRST}) {
      for (TpmHandle handle : handles(first)) {
        flush(handle);
      }
    }
  }

  private List<TpmHandle> handles(long first) throws IOException {
    TpmCommand command = TpmCommand.GET_CAPABILITY;
    Bytes response =
        channel.execute(
            command, ByteWriter.bigEndian().u32(CAP_HANDLES).u32(first).u32(MAX_HANDLES));
    return CommandChannel.read(
        command,
        response,
        reader -> {
          reader.skip("moreData", 1);
          reader.skip("capability", 4);
          List<TpmHandle> handles = new ArrayList<>();
          for (long left = reader.u32("count"); left > 0; left--) {
            handles.add(new TpmHandle(reader.u32("handle")));
          }
          return handles;
        });
  }

  /** Returns whether the TPM has a hash algorithm. */
  public boolean has(HashAlgorithm algorithm) throws IOException {
    TpmCommand command = TpmCommand.GET_CAPABILITY;
    Bytes response =
        channel.execute(command, ByteWriter.bigEndian().u32(CAP_ALGS).u32(algorithm.id()).u32(1));
    return CommandChannel.read(
        command,
        response,
        reader -> {
          reader.skip("moreData", 1);
          reader.skip("capability", 4);
          return reader.u32("count") == 1 && reader.u16("alg") == algorithm.id();
        });
  }

  /** Extends a register of the SHA-256 bank with a digest of 32 bytes. */
  public void extend(int pcr, Bytes sha256) throws IOException {
    if (sha256.length() != HashAlgorithm.SHA256.digestBytes()) {
      throw new IllegalArgumentException(
          "expected a digest of 32 bytes for PCR %d, found %d".formatted(pcr, sha256.length()));
    }
    channel.execute(
        TpmCommand.PCR_EXTEND,
        List.of(TpmHandle.pcr(pcr)),
        List.of(EMPTY_PASSWORD),
        ByteWriter.bigEndian().u32(1).u16(HashAlgorithm.SHA256.id()).bytes(sha256));
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
    Bytes response = channel.execute(command, ByteWriter.bigEndian().bytes(selection(indexes)));
    return CommandChannel.read(
        command,
        response,
        reader -> {
          reader.skip("pcrUpdateCounter", 4);
          SortedSet<Integer> selected = selected(reader);
          SortedMap<Integer, Bytes> values = new TreeMap<>();
          long count = reader.u32("count");
          if (count != selected.size()) {
            throw new MalformedEvidenceException(
                "TPML_DIGEST: expected %d digests, found %d".formatted(selected.size(), count));
          }
          for (int index : selected) {
            values.put(index, reader.sized16("digest"));
          }
          return values;
        });
  }

  /** Creates the endorsement key; the same TPM gives the same key each time. */
  public LoadedKey endorsementKey(KeyTemplate template) throws IOException {
    TpmCommand command = TpmCommand.CREATE_PRIMARY;
    Answer answer =
        channel.executeWithHandle(
            command, List.of(TpmHandle.ENDORSEMENT), List.of(EMPTY_PASSWORD), creation(template));
    TpmtPublic publicArea =
        CommandChannel.read(
            command, answer.parameters(), reader -> TpmtPublic.read(reader.sized16("outPublic")));
    return new LoadedKey(this, answer.handle(), publicArea);
  }

  /** Creates a new key below the endorsement key and loads it. It is kept nowhere. */
  public LoadedKey childOf(LoadedKey endorsementKey, KeyTemplate template) throws IOException {
    CreatedKey created = create(endorsementKey, template);
    try (PolicySession session = endorsementSession()) {
      Answer answer =
          channel.executeWithHandle(
              TpmCommand.LOAD,
              List.of(endorsementKey.handle()),
              List.of(session.authorization()),
              ByteWriter.bigEndian().sized16(created.wrapped()).sized16(created.publicArea()));
      return new LoadedKey(
          this,
          answer.handle(),
          CommandChannel.read(TpmCommand.CREATE, created.publicArea(), TpmtPublic::read));
    }
  }

  private CreatedKey create(LoadedKey parent, KeyTemplate template) throws IOException {
    TpmCommand command = TpmCommand.CREATE;
    try (PolicySession session = endorsementSession()) {
      Bytes response =
          channel.execute(
              command,
              List.of(parent.handle()),
              List.of(session.authorization()),
              creation(template));
      return CommandChannel.read(
          command,
          response,
          reader -> new CreatedKey(reader.sized16("outPrivate"), reader.sized16("outPublic")));
    }
  }

  /** TPM2B_SENSITIVE_CREATE, TPM2B_PUBLIC, outsideInfo, creationPCR. */
  private static ByteWriter creation(KeyTemplate template) {
    return ByteWriter.bigEndian()
        .sized16(ByteWriter.bigEndian().u16(0).u16(0).toBytes())
        .sized16(template.publicArea().toBytes())
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
  public SignedQuote quote(TpmHandle key, Bytes qualifyingData, SortedSet<Integer> pcrs)
      throws IOException {
    TpmCommand command = TpmCommand.QUOTE;
    Bytes response =
        channel.execute(
            command,
            List.of(key),
            List.of(EMPTY_PASSWORD),
            ByteWriter.bigEndian().sized16(qualifyingData).u16(ALG_NULL).bytes(selection(pcrs)));
    return CommandChannel.read(
        command,
        response,
        reader ->
            new SignedQuote(
                reader.sized16("quoted"), reader.bytes("signature", reader.remaining())));
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
          channel.execute(
              command,
              List.of(key.handle(), endorsementKey.handle()),
              List.of(EMPTY_PASSWORD, session.authorization()),
              ByteWriter.bigEndian().sized16(credentialBlob).sized16(encryptedSecret));
      return CommandChannel.read(command, response, reader -> reader.sized16("certInfo"));
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
        channel.execute(
            command,
            List.of(reader, index),
            List.of(EMPTY_PASSWORD),
            ByteWriter.bigEndian().u16(length).u16(offset));
    return CommandChannel.read(command, response, fields -> fields.sized16("data"));
  }

  /**
   * Writes an NV index from its start by the owner's authorization, and defines it first if there
   * is none.
   *
   * @param data at most 512 bytes
   */
  public void writeIndex(TpmHandle index, Bytes data) throws IOException {
    if (findIndex(index).isEmpty()) {
      defineIndex(index, data.length());
    }
    channel.execute(
        TpmCommand.NV_WRITE,
        List.of(TpmHandle.OWNER, index),
        List.of(EMPTY_PASSWORD),
        ByteWriter.bigEndian().sized16(data).u16(0));
  }

  private void defineIndex(TpmHandle index, int size) throws IOException {
    Bytes area =
        ByteWriter.bigEndian()
            .u32(index.value())
            .u16(HashAlgorithm.SHA256.id())
            .u32(NV_OWNER_WRITE | NV_OWNER_READ)
            .sized16(Bytes.EMPTY)
            .u16(size)
            .toBytes();
    channel.execute(
        TpmCommand.NV_DEFINE_SPACE,
        List.of(TpmHandle.OWNER),
        List.of(EMPTY_PASSWORD),
        ByteWriter.bigEndian().sized16(Bytes.EMPTY).sized16(area));
  }

  private record IndexSize(int attributes, int bytes) {}

  private Optional<IndexSize> findIndex(TpmHandle index) throws IOException {
    TpmCommand command = TpmCommand.NV_READ_PUBLIC;
    Bytes response;
    try {
      response = channel.execute(command, List.of(index), List.of(), ByteWriter.bigEndian());
    } catch (TpmException e) {
      if (e.responseCode() == RC_NV_UNKNOWN_INDEX) {
        return Optional.empty();
      }
      throw e;
    }
    return Optional.of(
        CommandChannel.read(
            command,
            response,
            reader -> {
              reader.skip("size", 2);
              reader.skip("nvIndex", 4);
              reader.skip("nameAlg", 2);
              int attributes = (int) reader.u32("attributes");
              reader.sized16("authPolicy");
              return new IndexSize(attributes, reader.u16("dataSize"));
            }));
  }

  /** Gives the slot of an object or a session back. */
  void flush(TpmHandle handle) throws IOException {
    channel.execute(TpmCommand.FLUSH_CONTEXT, ByteWriter.bigEndian().u32(handle.value()));
  }

  /** A session in which the policy of endorsement keys is satisfied, for one use. */
  private PolicySession endorsementSession() throws IOException {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    TpmHandle handle =
        channel
            .executeWithHandle(
                TpmCommand.START_AUTH_SESSION,
                List.of(TpmHandle.NULL, TpmHandle.NULL),
                List.of(),
                ByteWriter.bigEndian()
                    .sized16(Bytes.of(nonce))
                    .u16(0)
                    .u8(SESSION_POLICY)
                    .u16(ALG_NULL)
                    .u16(HashAlgorithm.SHA256.id()))
            .handle();
    PolicySession session = new PolicySession(handle);
    try {
      channel.execute(
          TpmCommand.POLICY_SECRET,
          List.of(TpmHandle.ENDORSEMENT, handle),
          List.of(EMPTY_PASSWORD),
          ByteWriter.bigEndian().u16(0).u16(0).u16(0).u32(0));
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
    channel.close();
  }

  private static Bytes selection(SortedSet<Integer> registers) {
    return TpmlPcrSelection.of(HashAlgorithm.SHA256, registers).toBytes();
  }

  private static SortedSet<Integer> selected(ByteReader reader) throws MalformedEvidenceException {
    List<Bank> banks = TpmlPcrSelection.read(reader).banks();
    return banks.isEmpty() ? Collections.emptySortedSet() : banks.getFirst().registers();
  }
}
