// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.openai;

import java.util.List;

/** What a request field may hold. JSON's null always means that the field is absent. */
public sealed interface FieldRule {
  /** A number without fraction and exponent, both bounds included. */
  record Whole(long least, long most) implements FieldRule {}

  /** A number, both bounds included. */
  record Decimal(double least, double most) implements FieldRule {}

  /** True or false. */
  record Flag() implements FieldRule {}

  /** One of a few words. */
  record Word(List<String> words) implements FieldRule {
    static Word of(String... words) {
      return new Word(List.of(words));
    }
  }

  /** A string of at most this many bytes. */
  record Line(int mostBytes) implements FieldRule {}

  /** A list or object with rules of its own, in a few words for the documentation. */
  record Shape(String inWords) implements FieldRule {}
}
