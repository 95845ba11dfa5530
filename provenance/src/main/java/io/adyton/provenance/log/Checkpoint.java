// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

import io.adyton.attestation.bytes.Bytes;
import java.util.List;

/**
 * What a log commits to (C2SP tlog-checkpoint): so many leaves, with this root.
 *
 * @param origin the log's name
 * @param size how many leaves
 * @param root hash over all of them
 */
public record Checkpoint(String origin, long size, Bytes root) {
  private static final int LINES = 3;
  private static final int MOST_DIGITS = 18;

  /**
   * Reads the text of a note. Lines after the first three are others' extensions: signed, and not
   * looked at.
   */
  public static Checkpoint parse(String text) throws MalformedNoteException {
    List<String> lines = text.lines().toList();
    if (lines.size() < LINES
        || lines.getFirst().isEmpty()
        || !lines.get(1).matches("0|[1-9][0-9]{0," + (MOST_DIGITS - 1) + "}")) {
      throw new MalformedNoteException(
          "expected a checkpoint: lines with origin, number of leaves and root");
    }
    Bytes root = Base64Text.read("root", lines.get(2));
    if (root.length() != TreeHash.BYTES) {
      throw new MalformedNoteException("expected a root of 32 bytes, got " + root.length());
    }
    return new Checkpoint(lines.getFirst(), Long.parseLong(lines.get(1)), root);
  }

  /** Returns the text that is signed. */
  public String text() {
    return origin + "\n" + size + "\n" + Base64Text.of(root) + "\n";
  }
}
