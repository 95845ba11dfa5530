// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedNoteTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_772_366_400);

  @TempDir Path directory;

  private NoteSigner signer(NoteKey.Kind kind) throws IOException {
    return NoteSigner.open(directory.resolve(kind + ".key"), kind, spki -> "example.com/" + kind);
  }

  @Test
  void readsTheKeyOfAWellKnownLog() throws Exception {
    String text = "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8";

    assertThat(NoteKey.parse(text).text()).isEqualTo(text);
    assertThatThrownBy(() -> NoteKey.parse(text.replace("033de0ae", "033de0af")))
        .isInstanceOf(MalformedNoteException.class);
  }

  @Test
  void keepsItsKeyInAFileOfItsOwn() throws Exception {
    NoteKey drawn = signer(NoteKey.Kind.LOG).key();

    assertThat(signer(NoteKey.Kind.LOG).key()).isEqualTo(drawn);
    assertThat(NoteKey.parse(drawn.text())).isEqualTo(drawn);
    assertThat(Files.getPosixFilePermissions(directory.resolve("LOG.key")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void refusesAKeyFileWhoseHalvesDoNotBelongTogether() throws Exception {
    Path file = directory.resolve("LOG.key");
    signer(NoteKey.Kind.LOG);
    String own = Files.readAllLines(file).getFirst();
    Files.delete(file);
    signer(NoteKey.Kind.LOG);
    Files.write(file, java.util.List.of(own, Files.readAllLines(file).get(1)));

    assertThatThrownBy(() -> signer(NoteKey.Kind.LOG)).hasMessageContaining("belong together");
  }

  @Test
  void carriesTheTimeAtWhichAWitnessSigned() throws Exception {
    NoteSigner log = signer(NoteKey.Kind.LOG);
    NoteSigner witness = signer(NoteKey.Kind.WITNESS);
    SignedNote note = log.sign("a text\n", Instant.EPOCH);
    SignedNote seen = note.with(witness.sign("a text\n", NOW).signatures());

    SignedNote read = SignedNote.parse(seen.toBytes());

    assertThat(read.signedBy(log.key())).contains(Instant.EPOCH);
    assertThat(read.signedBy(witness.key())).contains(NOW);
    assertThat(note.signedBy(witness.key())).isEmpty();
  }

  @Test
  void believesNoNoteWhoseSignedContentWasChanged() throws Exception {
    NoteSigner log = signer(NoteKey.Kind.LOG);
    SignedNote note =
        log.sign(new Checkpoint("example.com/LOG", 7, TreeHash.EMPTY).text(), Instant.EPOCH);
    byte[] genuine = note.toBytes().toArray();
    Random random = new Random(11);
    int count = Boolean.getBoolean("adyton.test.full") ? 1_000_000 : 20_000;
    int accepted = 0;
    for (int i = 0; i < count; i++) {
      byte[] mutated = genuine.clone();
      mutated[random.nextInt(mutated.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        SignedNote read = SignedNote.parse(Bytes.of(mutated));
        if (read.signedBy(log.key()).isPresent()) {
          accepted++;
          assertThat(read.text()).isEqualTo(note.text());
        }
      } catch (MalformedNoteException e) {
        assertThat(e).hasMessageContaining("expected");
      }
    }
    assertThat(accepted).isZero();
  }

  @Test
  void refusesControlCharactersAndOtherSpellings() throws Exception {
    String note =
        new String(
            signer(NoteKey.Kind.LOG).sign("a\n", NOW).toBytes().toArray(), StandardCharsets.UTF_8);
    for (String other :
        new String[] {
          note.replace("a\n", "a\r\n"),
          note.stripTrailing(),
          note.replace("\u2014 ", "- "),
          "",
          "a\n"
        }) {
      assertThatThrownBy(() -> SignedNote.parse(Bytes.of(other.getBytes(StandardCharsets.UTF_8))))
          .isInstanceOf(MalformedNoteException.class);
    }
  }
}
