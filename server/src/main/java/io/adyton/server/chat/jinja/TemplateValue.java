// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.scheduler.text.Text;
import java.util.List;

/**
 * A value that a template is given: JSON, with texts outside the heap.
 *
 * <p>Values are immutable and refer to texts without owning them; a text must stay open and
 * unchanged while a template renders. What the client wrote is {@link Content}; {@link Known} is
 * for the few words that are public and chosen by us: field names of the protocol, checked roles,
 * token spellings from the model.
 */
public sealed interface TemplateValue {
  /** JSON's null, Python's None. */
  record Null() implements TemplateValue {}

  /** True or false. */
  record Bool(boolean value) implements TemplateValue {}

  /** A whole number. */
  record Int(long value) implements TemplateValue {}

  /** A number that was written with a fraction or an exponent. */
  record Float(double value) implements TemplateValue {}

  /** A run of characters. */
  sealed interface Characters extends TemplateValue {}

  /** Public text. What it spells may be read as a control token of the model. */
  record Known(String text) implements Characters {}

  /**
   * Text of the client: {@code length} bytes of valid UTF-8 from {@code offset} on. What it spells
   * is never read as a control token.
   */
  record Content(Text text, int offset, int length) implements Characters {
    /** Checks that the slice lies within the text. */
    public Content {
      if (offset < 0 || length < 0 || offset > text.length() - length) {
        throw new IllegalArgumentException(
            "slice of " + length + " bytes at " + offset + " exceeds " + text);
      }
    }
  }

  /** A list. */
  record Items(List<TemplateValue> values) implements TemplateValue {
    /** Copies the list. */
    public Items {
      values = List.copyOf(values);
    }
  }

  /** An object. Where a name occurs twice the last one counts, as in JSON parsers at large. */
  record Fields(List<Field> fields) implements TemplateValue {
    /** Copies the list. */
    public Fields {
      fields = List.copyOf(fields);
    }

    /** Returns an object with these fields. */
    public static Fields of(Field... fields) {
      return new Fields(List.of(fields));
    }
  }

  /** One member of an object. */
  record Field(Characters name, TemplateValue value) {
    /** Returns a field whose name belongs to the protocol. */
    public static Field named(String name, TemplateValue value) {
      return new Field(new Known(name), value);
    }
  }

  /** Returns public text. */
  static Characters known(String text) {
    return new Known(text);
  }

  /** Returns a whole text of the client. */
  static Characters content(Text text) {
    return new Content(text, 0, text.length());
  }
}
