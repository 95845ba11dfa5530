// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text with signatures under it (C2SP signed-note). Signatures by keys that nobody asks for are
 * carried and believed by nobody.
 *
 * @param text ends with a line feed
 * @param signatures in their order
 */
public record SignedNote(String text, List<Line> signatures) {
  /** The longest note that is read. */
  public static final int MOST_BYTES = 64 << 10;

  private static final int MOST_SIGNATURES = 64;
  private static final int ID_BYTES = 4;
  private static final String DASH = "\u2014 ";

  /**
   * One signature.
   *
   * @param name whose it claims to be
   * @param id of the key, 4 bytes
   * @param value what follows the id
   */
  public record Line(String name, Bytes id, Bytes value) {
    private String spelled() {
      return DASH + name + " " + Base64Text.of(Bytes.concat(id, value)) + "\n";
    }
  }

  /** Copies the list. */
  public SignedNote {
    signatures = List.copyOf(signatures);
  }

  /** Reads a note. */
  public static SignedNote parse(Bytes note) throws MalformedNoteException {
    if (note.length() > MOST_BYTES) {
      throw new MalformedNoteException(
          "expected a note of at most %d bytes, got %d".formatted(MOST_BYTES, note.length()));
    }
    String whole = utf8(note);
    int gap = whole.lastIndexOf("\n\n");
    if (gap < 0 || !whole.endsWith("\n")) {
      throw new MalformedNoteException("expected a text, an empty line and signatures");
    }
    if (whole.chars().anyMatch(c -> c < ' ' && c != '\n')) {
      throw new MalformedNoteException("expected a note without control characters");
    }
    List<Line> lines = lines(whole.substring(gap + 2));
    if (lines.isEmpty() || lines.size() > MOST_SIGNATURES) {
      throw new MalformedNoteException(
          "expected 1 to %d signatures, got %d".formatted(MOST_SIGNATURES, lines.size()));
    }
    return new SignedNote(whole.substring(0, gap + 1), lines);
  }

  /** Reads signature lines alone, as witnesses answer with. */
  public static List<Line> lines(String text) throws MalformedNoteException {
    List<Line> lines = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] parts = line.startsWith(DASH) ? line.substring(2).split(" ", -1) : new String[0];
      if (parts.length != 2 || !NoteKey.isName(parts[0])) {
        throw new MalformedNoteException("expected lines '\u2014 NAME SIGNATURE'");
      }
      Bytes signature = Base64Text.read("signature of " + parts[0], parts[1]);
      if (signature.length() <= ID_BYTES) {
        throw new MalformedNoteException("expected a signature after its key's id");
      }
      lines.add(
          new Line(
              parts[0],
              signature.slice(0, ID_BYTES),
              signature.slice(ID_BYTES, signature.length())));
    }
    return lines;
  }

  private static String utf8(Bytes note) throws MalformedNoteException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(note.toArray())).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedNoteException("expected UTF-8");
    }
  }

  /** Returns the bytes of the note. */
  public Bytes toBytes() {
    StringBuilder note = new StringBuilder(text).append('\n');
    signatures.forEach(line -> note.append(line.spelled()));
    return Bytes.of(note.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the signature lines alone. */
  public String signatureLines() {
    StringBuilder lines = new StringBuilder();
    signatures.forEach(line -> lines.append(line.spelled()));
    return lines.toString();
  }

  /** Returns this note with more signatures under it. */
  public SignedNote with(List<Line> more) {
    List<Line> all = new ArrayList<>(signatures);
    all.addAll(more);
    return new SignedNote(text, all);
  }

  /**
   * Looks for a signature by {@code key}.
   *
   * @return when it was made, as far as the kind of key says; nothing where there is none, or any
   *     under its name and id that does not verify
   */
  public Optional<Instant> signedBy(NoteKey key) {
    Bytes bytes = Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    Optional<Instant> signed = Optional.empty();
    for (Line line : signatures) {
      if (line.name().equals(key.name()) && line.id().equals(key.id())) {
        signed = key.verify(bytes, line.value());
        if (signed.isEmpty()) {
          return signed;
        }
      }
    }
    return signed;
  }
}
