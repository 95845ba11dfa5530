// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * TPML_PCR_SELECTION: which registers of which banks, in the order in which they are hashed.
 *
 * @param banks each bank at most once
 */
public record TpmlPcrSelection(List<Bank> banks) {
  private static final String STRUCTURE = "TPML_PCR_SELECTION";
  private static final int MAX_BANKS = 16;
  private static final int MAX_BITMAP_BYTES = 4;
  private static final int BITMAP_BYTES = 3;

  /** Checks that no bank stands twice. */
  public TpmlPcrSelection {
    banks = List.copyOf(banks);
    if (banks.stream().map(Bank::algorithm).distinct().count() != banks.size()) {
      throw new IllegalArgumentException("expected each bank once, found " + banks);
    }
  }

  /**
   * The registers of one bank.
   *
   * @param algorithm the bank
   * @param registers their numbers, ascending
   */
  public record Bank(HashAlgorithm algorithm, SortedSet<Integer> registers) {
    /** Copies the registers. */
    public Bank {
      registers = Collections.unmodifiableSortedSet(new TreeSet<>(registers));
    }

    /** Returns the bank and its registers, such as {@code sha256:0,7}. */
    @Override
    public String toString() {
      return registers.stream()
          .map(String::valueOf)
          .collect(Collectors.joining(",", algorithm.label() + ":", ""));
    }
  }

  /** Selects registers of one bank. */
  public static TpmlPcrSelection of(HashAlgorithm bank, Collection<Integer> registers) {
    return new TpmlPcrSelection(List.of(new Bank(bank, new TreeSet<>(registers))));
  }

  /** Reads a selection out of a larger structure. */
  public static TpmlPcrSelection read(ByteReader reader) throws MalformedEvidenceException {
    long count = reader.u32("pcrSelect.count");
    if (count > MAX_BANKS) {
      throw new MalformedEvidenceException(
          "%s: expected at most %d banks, found %d".formatted(STRUCTURE, MAX_BANKS, count));
    }
    List<Bank> banks = new ArrayList<>();
    Set<HashAlgorithm> seen = EnumSet.noneOf(HashAlgorithm.class);
    for (int i = 0; i < count; i++) {
      HashAlgorithm algorithm = HashAlgorithm.of(STRUCTURE + ".hash", reader.u16("hash"));
      if (!seen.add(algorithm)) {
        throw new MalformedEvidenceException(
            "%s: expected each bank once, found %s again".formatted(STRUCTURE, algorithm.label()));
      }
      banks.add(new Bank(algorithm, registers(reader)));
    }
    return new TpmlPcrSelection(banks);
  }

  /** Writes the structure. */
  public Bytes toBytes() {
    ByteWriter writer = ByteWriter.bigEndian().u32(banks.size());
    for (Bank bank : banks) {
      byte[] bitmap = new byte[BITMAP_BYTES];
      bank.registers().forEach(register -> bitmap[register / 8] |= (byte) (1 << register % 8));
      writer.u16(bank.algorithm().id()).u8(bitmap.length).bytes(Bytes.of(bitmap));
    }
    return writer.toBytes();
  }

  /** Returns the banks as {@code sha1:0,1;sha256:0,1}. */
  @Override
  public String toString() {
    return banks.stream().map(Bank::toString).collect(Collectors.joining(";"));
  }

  private static SortedSet<Integer> registers(ByteReader reader) throws MalformedEvidenceException {
    int length = reader.u8("sizeofSelect");
    if (length > MAX_BITMAP_BYTES) {
      throw new MalformedEvidenceException(
          "%s.sizeofSelect: expected at most %d, found %d"
              .formatted(STRUCTURE, MAX_BITMAP_BYTES, length));
    }
    return ofBitmap(reader.bytes("pcrSelect", length));
  }

  static SortedSet<Integer> ofBitmap(Bytes bitmap) {
    SortedSet<Integer> registers = new TreeSet<>();
    for (int bit = 0; bit < 8 * bitmap.length(); bit++) {
      if ((bitmap.at(bit / 8) >> bit % 8 & 1) == 1) {
        registers.add(bit);
      }
    }
    return registers;
  }
}
