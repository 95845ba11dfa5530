// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

/**
 * Bytes to look for.
 *
 * @param group what kind of text it is, for the report
 * @param encoding its form
 * @param bytes at least {@link #SHORTEST} of them
 */
record Pattern(String group, String encoding, byte[] bytes) {
  static final int SHORTEST = 8;

  Pattern {
    if (bytes.length < SHORTEST) {
      throw new IllegalArgumentException("pattern is too short to be told from chance");
    }
    bytes = bytes.clone();
  }
}
