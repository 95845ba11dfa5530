// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.text;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A growable run of UTF-8 bytes outside the heap, with one owner.
 *
 * <p><b>Guarantees.</b> The bytes are zeroed when the owner calls {@link #close()}, when the text
 * grows out of its memory and when it is shortened. {@link #toString()} shows the length and never
 * the content, so a text that ends up in a log line or an exception reveals nothing but its size.
 *
 * <p><b>Does not guarantee.</b> That the bytes are valid UTF-8 (whoever fills the text says so),
 * nor anything about copies that callers make out of it: {@link #view()} and {@link #get} hand out
 * content, and what receives it must be zeroed by its own owner.
 *
 * <p><b>Ownership.</b> Exactly one party owns a text at a time and closes it once. Passing a text
 * to a method leaves ownership with the caller unless that method's documentation says that it
 * takes it. Handing over to another thread needs a happens-before edge, such as a queue; the type
 * itself is not thread-safe.
 *
 * <p>Every method but {@link #close()}, {@link #isClosed()} and {@link #toString()} throws {@link
 * IllegalStateException} on a closed text.
 */
public final class Text implements AutoCloseable {
  private static final int MINIMUM_CAPACITY = 64;

  private ByteBuffer memory;
  private int length;
  private boolean closed;

  private Text(ByteBuffer memory) {
    this.memory = memory;
  }

  /** Returns an empty text that can take {@code capacity} bytes before it has to grow. */
  public static Text withCapacity(int capacity) {
    if (capacity < 0) {
      throw new IllegalArgumentException("capacity must not be negative: " + capacity);
    }
    return new Text(TextMemory.acquire(Math.max(capacity, MINIMUM_CAPACITY)));
  }

  /** Returns a text holding a copy of {@code utf8}; the array stays the caller's to zero. */
  public static Text copyOf(byte[] utf8) {
    return withCapacity(utf8.length).append(utf8, 0, utf8.length);
  }

  /** Returns a text holding a copy of the remaining bytes of {@code utf8}, whose position stays. */
  public static Text copyOf(ByteBuffer utf8) {
    return withCapacity(utf8.remaining()).append(utf8);
  }

  /**
   * Returns a text holding a string that is public anyway: a constant, a template, a test input.
   * Never for prompts or completions, since the string itself cannot be zeroed.
   */
  public static Text ofPublic(String text) {
    return copyOf(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the number of bytes. */
  public int length() {
    requireOpen();
    return length;
  }

  /** Returns whether there are no bytes. */
  public boolean isEmpty() {
    return length() == 0;
  }

  /** Returns the byte at {@code index}, counted from 0. */
  public byte byteAt(int index) {
    requireOpen();
    requireRange(index, 1);
    return memory.get(index);
  }

  /** Appends one byte. */
  public Text append(byte value) {
    memoryFor(1).put(length, value);
    length++;
    return this;
  }

  /** Appends {@code count} bytes of {@code source} from {@code offset} on. */
  public Text append(byte[] source, int offset, int count) {
    memoryFor(count).put(length, source, offset, count);
    length += count;
    return this;
  }

  /** Appends the remaining bytes of {@code source}; its position stays. */
  public Text append(ByteBuffer source) {
    int count = source.remaining();
    memoryFor(count).put(length, source, source.position(), count);
    length += count;
    return this;
  }

  /** Appends {@code count} bytes of {@code source}, which may be this text, from {@code offset}. */
  public Text append(Text source, int offset, int count) {
    source.requireOpen();
    source.requireRange(offset, count);
    ByteBuffer target = memoryFor(count);
    target.put(length, source.memory, offset, count);
    length += count;
    return this;
  }

  /** Appends all of {@code source}. */
  public Text append(Text source) {
    return append(source, 0, source.length());
  }

  /** Copies {@code count} bytes from {@code index} on into {@code target}, the caller's to zero. */
  public void get(int index, byte[] target, int offset, int count) {
    requireOpen();
    requireRange(index, count);
    memory.get(index, target, offset, count);
  }

  /** Returns a new text with a copy of the bytes from {@code from} to before {@code to}. */
  public Text copy(int from, int to) {
    requireOpen();
    requireRange(from, to - from);
    return withCapacity(to - from).append(this, from, to - from);
  }

  /** Drops and zeroes everything from {@code newLength} on. */
  public Text truncate(int newLength) {
    requireOpen();
    requireRange(0, newLength);
    TextMemory.zero(memory, newLength, length);
    length = newLength;
    return this;
  }

  /** Drops and zeroes the first {@code count} bytes and moves the rest to the front. */
  public Text dropFirst(int count) {
    requireOpen();
    requireRange(0, count);
    int rest = length - count;
    memory.put(0, memory, count, rest);
    TextMemory.zero(memory, rest, length);
    length = rest;
    return this;
  }

  /**
   * Returns a read-only, direct view of the bytes. It is valid until the next change of this text
   * or its closing; reading it later shows zeroes or another text's bytes, so it must not be kept.
   */
  public ByteBuffer view() {
    requireOpen();
    return memory.slice(0, length).asReadOnlyBuffer();
  }

  /** Returns whether the bytes equal those of {@code other}. Not constant in time. */
  public boolean contentEquals(Text other) {
    return view().equals(other.view());
  }

  /** Returns whether {@link #close()} was called. */
  public boolean isClosed() {
    return closed;
  }

  /** Zeroes the bytes and gives the memory back. Calling it again does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    TextMemory.zero(memory, 0, length);
    TextMemory.release(memory);
    memory = TextMemory.NONE;
    length = 0;
  }

  /** Returns the size, never the content. */
  @Override
  public String toString() {
    return closed ? "[text, closed]" : "[text of " + length + " bytes]";
  }

  private ByteBuffer memoryFor(int count) {
    requireOpen();
    int needed = Math.addExact(length, count);
    if (needed > memory.capacity()) {
      ByteBuffer larger = TextMemory.acquire(Math.max(needed, memory.capacity() * 2));
      larger.put(0, memory, 0, length);
      TextMemory.zero(memory, 0, length);
      TextMemory.release(memory);
      memory = larger;
    }
    return memory;
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("text was closed by its owner");
    }
  }

  private void requireRange(int offset, int count) {
    if (offset < 0 || count < 0 || offset > length - count) {
      throw new IndexOutOfBoundsException(
          "range of " + count + " bytes at " + offset + " exceeds a text of " + length);
    }
  }
}
