// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.SortedMap;

/**
 * What {@code tpm2_quote -o} writes: C structures of the machine it ran on, as they lie in memory,
 * little endian.
 *
 * <p>A TPML_PCR_SELECTION with room for 16 banks, a count, and as many TPML_DIGEST with room for 8
 * digests of 64 bytes each; the values follow the selection, bank by bank.
 */
final class Tpm2ToolsRegisters {
  private static final String STRUCTURE = "tpm2_quote PCR file";
  private static final int BANKS = 16;
  private static final int BITMAP_BYTES = 4;
  private static final int DIGESTS = 8;
  private static final int DIGEST_BYTES = 64;
  private static final int MAX_LISTS = 64;

  private final ByteReader reader;

  private Tpm2ToolsRegisters(Bytes file) {
    this.reader = ByteReader.littleEndian(STRUCTURE, file);
  }

  static Map<String, SortedMap<Integer, Bytes>> read(Bytes file) throws MalformedEvidenceException {
    return new Tpm2ToolsRegisters(file).read();
  }

  private record Selected(HashAlgorithm bank, int register) {}

  private Map<String, SortedMap<Integer, Bytes>> read() throws MalformedEvidenceException {
    Queue<Selected> selected = selection();
    Map<String, SortedMap<Integer, Bytes>> banks = new HashMap<>();
    long lists = bounded("digest lists", reader.u32("count"), MAX_LISTS);
    for (int list = 0; list < lists; list++) {
      long used = bounded("digests in a list", reader.u32("digests.count"), DIGESTS);
      for (int i = 0; i < DIGESTS; i++) {
        int size = reader.u16("digest.size");
        Bytes room = reader.bytes("digest.buffer", DIGEST_BYTES);
        if (i < used) {
          Selected next = selected.poll();
          if (next == null || size != next.bank().digestBytes()) {
            throw new MalformedEvidenceException(
                "%s: expected one value for each selected register, found %d bytes for %s"
                    .formatted(STRUCTURE, size, next == null ? "none" : next));
          }
          TpmQuoteFiles.put(banks, next.bank(), next.register(), room.slice(0, size));
        }
      }
    }
    if (!selected.isEmpty()) {
      throw new MalformedEvidenceException(
          "%s: expected %d more values".formatted(STRUCTURE, selected.size()));
    }
    reader.end();
    return banks;
  }

  private Queue<Selected> selection() throws MalformedEvidenceException {
    long used = bounded("banks", reader.u32("selection.count"), BANKS);
    Queue<Selected> selected = new ArrayDeque<>();
    for (int i = 0; i < BANKS; i++) {
      int hash = reader.u16("selection.hash");
      int length = reader.u8("selection.sizeofSelect");
      Bytes room = reader.bytes("selection.pcrSelect", BITMAP_BYTES);
      reader.skip("selection.padding", 1);
      if (i < used) {
        HashAlgorithm bank = HashAlgorithm.of(STRUCTURE + ".hash", hash);
        int bitmap = (int) bounded("bitmap bytes", length, BITMAP_BYTES);
        for (int register : TpmlPcrSelection.ofBitmap(room.slice(0, bitmap))) {
          selected.add(new Selected(bank, register));
        }
      }
    }
    return selected;
  }

  private static long bounded(String what, long found, int max) throws MalformedEvidenceException {
    if (found > max) {
      throw new MalformedEvidenceException(
          "%s: expected at most %d %s, found %d".formatted(STRUCTURE, max, what, found));
    }
    return found;
  }
}
