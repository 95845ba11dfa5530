// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.chat.jinja;

import io.adyton.scheduler.text.Text;
import io.adyton.server.chat.jinja.TemplateException.Reason;
import java.util.ArrayList;
import java.util.List;

/**
 * One render in progress: what it may still do, where in the template it is, and the memory of the
 * strings it made, which closing it zeroes. Confined to one thread.
 */
final class Rendering implements AutoCloseable {
  static final int STEP_LIMIT = 100_000;
  static final int OUTPUT_LIMIT_BYTES = 1 << 20;
  static final int ENTRY_LIMIT = 100_000;
  static final int DEPTH_LIMIT = 500;

  /**
   * A step is a statement, a turn of a loop, a call or a new string. Smaller work costs a fraction:
   * an expression one sixteenth, and so do sixteen bytes or one entry of a list that are gone
   * through.
   */
  private static final int STEP = 16;

  private static final int BYTES_PER_UNIT = 16;

  private final List<Text> memory = new ArrayList<>();
  private long unitsLeft = (long) STEP_LIMIT * STEP;
  private int depth;
  private int line = 1;

  /** Notes which line of the template is at work, for error messages. */
  void at(int templateLine) {
    line = templateLine;
  }

  void step() {
    spend(STEP);
  }

  void expression() {
    spend(1);
  }

  /** Pays for going through {@code count} bytes. */
  void bytes(int count) {
    spend(1 + count / BYTES_PER_UNIT);
  }

  /** Pays for going through {@code count} entries. */
  void entries(int count) {
    spend(count);
  }

  private void spend(long units) {
    unitsLeft -= units;
    if (unitsLeft < 0) {
      throw fail(Reason.TOO_MANY_STEPS, "expected to end within " + STEP_LIMIT + " steps");
    }
  }

  void enter() {
    depth++;
    if (depth > DEPTH_LIMIT) {
      throw fail(Reason.NESTED_TOO_DEEPLY, "expected at most " + DEPTH_LIMIT + " levels at work");
    }
  }

  void leave() {
    depth--;
  }

  /** Refuses a list or an object of more than the allowed number of entries. */
  void requireEntries(long count) {
    if (count > ENTRY_LIMIT) {
      throw fail(Reason.TOO_MANY_ENTRIES, "expected at most " + ENTRY_LIMIT + " entries");
    }
  }

  /** Refuses a string longer than a whole prompt may be. */
  void requireString(long bytes) {
    if (bytes > OUTPUT_LIMIT_BYTES) {
      throw fail(
          Reason.STRING_TOO_LARGE, "expected strings of at most " + OUTPUT_LIMIT_BYTES + " bytes");
    }
  }

  /** Starts a string that lives as long as this render. */
  Assembly assemble() {
    step();
    Text text = Text.withCapacity(0);
    memory.add(text);
    return new Assembly(this, text, Reason.STRING_TOO_LARGE);
  }

  Str concatenate(Str left, Str right) {
    if (left.isEmpty()) {
      return right;
    }
    return right.isEmpty() ? left : assemble().append(left).append(right).finish();
  }

  TemplateException fail(Reason reason, String expectation) {
    return new TemplateException(reason, line, expectation);
  }

  TemplateException invalid(String expectation) {
    return fail(Reason.INVALID_OPERATION, expectation);
  }

  @Override
  public void close() {
    memory.forEach(Text::close);
    memory.clear();
  }
}
