// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.ima;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A measurement list, taken apart but not believed.
 *
 * @param entries the lines in order; at least one, since the kernel measures its boot first
 */
public record ImaList(List<ImaEntry> entries) {
  private static final int MAX_BYTES = 16 << 20;

  /** Copies the list. */
  public ImaList {
    entries = List.copyOf(entries);
  }

  /** Reads the text of {@code ascii_runtime_measurements}. */
  public static ImaList read(Bytes list) throws MalformedEvidenceException {
    if (list.length() == 0 || list.length() > MAX_BYTES) {
      throw new MalformedEvidenceException(
          "IMA list: expected 1 to %d bytes, found %d".formatted(MAX_BYTES, list.length()));
    }
    String text = new String(list.toArray(), StandardCharsets.ISO_8859_1);
    String lines = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    List<ImaEntry> entries = new ArrayList<>();
    for (String line : lines.split("\n", -1)) {
      entries.add(new ImaLineReader(entries.size(), line).read());
    }
    return new ImaList(entries);
  }

  /**
   * Returns the register values the list leads to in a bank, as kernels from 5.8 on extend them:
   * each bank with its own hash of the template data. Older ones extend the SHA-1 hash, padded.
   */
  public SortedMap<Integer, Bytes> replay(HashAlgorithm bank) {
    SortedMap<Integer, Bytes> registers = new TreeMap<>();
    for (ImaEntry entry : entries) {
      Bytes before = registers.getOrDefault(entry.register(), bank.filled(0));
      registers.put(entry.register(), bank.extend(before, entry.digest(bank)));
    }
    return registers;
  }
}
