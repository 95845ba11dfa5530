// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * Signs notes with a key that is kept in a file which only its owner may read.
 *
 * <p>A log or a witness is known by its key for years, so this key outlives processes: whoever
 * reads the file can sign in its name. The file holds the public key in one line and the private
 * one in another. Thread-safe.
 */
public final class NoteSigner {
  private static final String ALGORITHM = "Ed25519";

  private final NoteKey key;
  private final PrivateKey secret;

  private NoteSigner(NoteKey key, PrivateKey secret) {
    this.key = key;
    this.secret = secret;
  }

  /** How a key that is drawn is named. */
  @FunctionalInterface
  public interface Naming {
    /** Returns the name of the key whose SubjectPublicKeyInfo this is. */
    String name(Bytes spki);
  }

  /**
   * Reads the key in {@code file}, or draws one and stores it there durably.
   *
   * @throws IOException if the file cannot be read or written, or holds no such key
   */
  public static NoteSigner open(Path file, NoteKey.Kind kind, Naming naming) throws IOException {
    try {
      if (Files.notExists(file)) {
        create(file, kind, naming);
      }
      List<String> lines = Files.readAllLines(file, StandardCharsets.US_ASCII);
      if (lines.size() != 2) {
        throw new IOException(file + ": expected two lines, a public and a private key");
      }
      NoteKey key = NoteKey.parse(lines.get(0));
      PrivateKey secret =
          KeyFactory.getInstance(ALGORITHM)
              .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(lines.get(1))));
      NoteSigner signer = new NoteSigner(key, secret);
      if (key.kind() != kind || signer.sign("probe\n", Instant.EPOCH).signedBy(key).isEmpty()) {
        throw new IOException(file + ": expected two keys that belong together, for a " + kind);
      }
      return signer;
    } catch (GeneralSecurityException | IllegalArgumentException | MalformedNoteException e) {
      throw new IOException(file + ": expected a key pair (" + e.getMessage() + ")", e);
    }
  }

  private static void create(Path file, NoteKey.Kind kind, Naming naming)
      throws IOException, GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
    Bytes spki = Bytes.of(pair.getPublic().getEncoded());
    NoteKey key = NoteKey.ofSpki(naming.name(spki), kind, spki);
    String text =
        "%s%n%s%n"
            .formatted(
                key.text(), Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded()));
    Path fresh = file.resolveSibling(file.getFileName() + ".tmp");
    Files.deleteIfExists(fresh);
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    try (FileChannel directory =
        FileChannel.open(file.toAbsolutePath().resolveSibling("."), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  /** Returns the public key. */
  public NoteKey key() {
    return key;
  }

  /**
   * Signs a text.
   *
   * @param text ends with a line feed
   * @param at the time a witness's signature names
   */
  public SignedNote sign(String text, Instant at) {
    Bytes bytes = Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    try {
      Signature signature = Signature.getInstance(ALGORITHM);
      signature.initSign(secret);
      signature.update(NoteKey.message(key.kind(), bytes, at).toArray());
      Bytes value = NoteKey.signature(key.kind(), at, Bytes.of(signature.sign()));
      return new SignedNote(text, List.of(new SignedNote.Line(key.name(), key.id(), value)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key of this process could not sign", e);
    }
  }
}
