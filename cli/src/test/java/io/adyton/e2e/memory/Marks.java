// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.memory;

import java.util.Random;

/** Texts that occur nowhere by chance. They differ from run to run. */
final class Marks {
  /** Part of every mark of a prompt. */
  static final String ANY = letters(20);

  /** Part of every request that is refused. */
  static final String REFUSED = letters(20);

  private Marks() {}

  /** Returns the mark of a chat. */
  static String mark(int chat) {
    return ANY + String.format("%04d", chat);
  }

  private static String letters(int count) {
    return new Random()
        .ints(count, 'a', 'z' + 1)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
