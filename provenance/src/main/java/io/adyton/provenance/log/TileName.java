// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.log;

/**
 * A tile: up to 256 hashes beside each other (C2SP tlog-tiles).
 *
 * @param level 0 holds hashes of leaves, each level above hashes over whole tiles of the one below
 * @param number from 0, left to right
 */
record TileName(int level, long number) {
  /** How many hashes a whole tile has. */
  static final int WIDTH = 256;

  /** How many levels of the tree one level of tiles spans. */
  static final int HEIGHT = 8;
}
