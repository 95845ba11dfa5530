// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

/** Spells a number of bytes for people. */
final class Bytes {
  static final long MIB = 1L << 20;
  static final long GIB = 1L << 30;

  private Bytes() {}

  static String spell(long bytes) {
    return bytes >= 10 * GIB ? bytes / GIB + " GiB" : bytes / MIB + " MiB";
  }
}
