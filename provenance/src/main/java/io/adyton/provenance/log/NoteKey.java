// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.identity.SigningKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that signs notes (C2SP signed-note), and the name it signs under.
 *
 * @param name whose key it is; without spaces and plus signs
 * @param kind how it signs
 * @param value the public key, 32 bytes
 */
public record NoteKey(String name, Kind kind, Bytes value) {
  /** How a key signs; both with Ed25519. */
  public enum Kind {
    /** The text of the note. */
    LOG(1),
    /** The text and the time at which a witness saw it (C2SP tlog-cosignature, cosignature/v1). */
    WITNESS(4);

    private final int type;

    Kind(int type) {
      this.type = type;
    }
  }

  private static final int KEY_BYTES = 32;
  private static final int ID_BYTES = 4;
  private static final int TIME_BYTES = Long.BYTES;
  private static final Bytes SPKI_HEAD = Bytes.ofHex("302a300506032b6570032100");

  /** Checks name and length. */
  public NoteKey {
    if (!isName(name) || value.length() != KEY_BYTES) {
      throw new IllegalArgumentException(
          "expected a name without spaces and plus signs, and a key of 32 bytes, got '%s' and %d"
              .formatted(name, value.length()));
    }
  }

  static boolean isName(String name) {
    return !name.isEmpty()
        && name.indexOf('+') < 0
        && name.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
  }

  /**
   * Returns the key of a SubjectPublicKeyInfo.
   *
   * @param spki of an Ed25519 key, DER
   */
  public static NoteKey ofSpki(String name, Kind kind, Bytes spki) {
    if (spki.length() != SPKI_HEAD.length() + KEY_BYTES
        || !spki.slice(0, SPKI_HEAD.length()).equals(SPKI_HEAD)) {
      throw new IllegalArgumentException("expected an Ed25519 key, SubjectPublicKeyInfo in DER");
    }
    return new NoteKey(name, kind, spki.slice(SPKI_HEAD.length(), spki.length()));
  }

  /** Reads {@code name+id+key}, the text in which such keys are handed on. */
  public static NoteKey parse(String text) throws MalformedNoteException {
    String[] parts = text.strip().split("\\+", 3);
    if (parts.length == 3 && isName(parts[0])) {
      Bytes encoded = Base64Text.read("key of " + parts[0], parts[2]);
      for (Kind kind : Kind.values()) {
        if (encoded.length() == 1 + KEY_BYTES && encoded.at(0) == kind.type) {
          NoteKey key = new NoteKey(parts[0], kind, encoded.slice(1, encoded.length()));
          if (key.id().hex().equals(parts[1])) {
            return key;
          }
        }
      }
    }
    throw new MalformedNoteException(
        "expected a key as NAME+ID+KEY of type 1 or 4 with the id that belongs to it, got '%s'"
            .formatted(text.strip()));
  }

  /** Returns the text that {@link #parse} reads. */
  public String text() {
    return name + "+" + id().hex() + "+" + Base64Text.of(typed());
  }

  /** Returns the key as SubjectPublicKeyInfo in DER. */
  public Bytes spki() {
    return Bytes.concat(SPKI_HEAD, value);
  }

  /** Returns what tells this key's signatures from others, 4 bytes. */
  Bytes id() {
    Bytes named = Bytes.of((name + "\n").getBytes(StandardCharsets.UTF_8));
    return Bytes.concat(named, typed()).digest("SHA-256").slice(0, ID_BYTES);
  }

  private Bytes typed() {
    return Bytes.concat(Bytes.of(new byte[] {(byte) kind.type}), value);
  }

  /** Returns what is signed: the text, or the time and the text. */
  static Bytes message(Kind kind, Bytes text, Instant at) {
    return switch (kind) {
      case LOG -> text;
      case WITNESS -> {
        String head = "cosignature/v1\ntime " + at.getEpochSecond() + "\n";
        yield Bytes.concat(Bytes.of(head.getBytes(StandardCharsets.US_ASCII)), text);
      }
    };
  }

  /** Returns a signature as it stands in a note, after the id. */
  static Bytes signature(Kind kind, Instant at, Bytes raw) {
    return switch (kind) {
      case LOG -> raw;
      case WITNESS ->
          Bytes.concat(
              Bytes.of(ByteBuffer.allocate(TIME_BYTES).putLong(at.getEpochSecond()).array()), raw);
    };
  }

  /**
   * Checks a signature over {@code text}.
   *
   * @return when it was made, as its maker says, or the epoch where that is not said; nothing if it
   *     is not by this key
   */
  Optional<Instant> verify(Bytes text, Bytes signature) {
    Instant at = Instant.EPOCH;
    Bytes raw = signature;
    if (kind == Kind.WITNESS) {
      if (signature.length() <= TIME_BYTES) {
        return Optional.empty();
      }
      long seconds = ByteBuffer.wrap(signature.toArray()).getLong();
      if (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
        return Optional.empty();
      }
      at = Instant.ofEpochSecond(seconds);
      raw = signature.slice(TIME_BYTES, signature.length());
    }
    return SigningKey.verifies(spki(), message(kind, text, at), raw)
        ? Optional.of(at)
        : Optional.empty();
  }
}
