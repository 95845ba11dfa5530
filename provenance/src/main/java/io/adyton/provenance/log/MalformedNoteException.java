// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

/** Bytes that are no note, checkpoint, key or proof. The message names what was expected. */
public final class MalformedNoteException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Creates one. */
  public MalformedNoteException(String sentence) {
    super(sentence);
  }
}
