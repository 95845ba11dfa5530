// SPDX-License-Identifier: Apache-2.0
package io.adyton.scheduler.text;

import java.nio.ByteBuffer;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Direct memory for {@link Text} in power-of-two sizes, handed from text to text.
 *
 * <p>Memory comes back zeroed and is kept for the next text, up to {@link #RETAINED_LIMIT_BYTES};
 * beyond that the collector frees it. Thread-safe.
 */
final class TextMemory {
  static final ByteBuffer NONE = ByteBuffer.allocateDirect(0);
  static final long RETAINED_LIMIT_BYTES = 32L << 20;

  private static final byte[] ZEROES = new byte[4096];
  private static final int SMALLEST_SHIFT = 6;
  private static final int SIZES = 31 - SMALLEST_SHIFT;
  private static final int SLAB_BYTES = 64 << 10;

  private static final ConcurrentLinkedQueue<ByteBuffer>[] FREE = newFreeLists();
  private static final AtomicLong RETAINED = new AtomicLong();

  private TextMemory() {}

  /** Returns zeroed memory of at least {@code capacity} bytes. */
  static ByteBuffer acquire(int capacity) {
    int size = sizeIndex(capacity);
    ByteBuffer memory = FREE[size].poll();
    if (memory != null) {
      RETAINED.addAndGet(-memory.capacity());
      return memory;
    }
    int bytes = 1 << (size + SMALLEST_SHIFT);
    return bytes * 4 <= SLAB_BYTES ? carve(size, bytes) : ByteBuffer.allocateDirect(bytes);
  }

  /** Takes back memory that its text has zeroed. */
  static void release(ByteBuffer memory) {
    if (memory.capacity() == 0) {
      return;
    }
    if (RETAINED.addAndGet(memory.capacity()) <= RETAINED_LIMIT_BYTES) {
      FREE[sizeIndex(memory.capacity())].add(memory);
    } else {
      RETAINED.addAndGet(-memory.capacity());
    }
  }

  /** Overwrites the bytes from {@code from} to before {@code to} with zero. */
  static void zero(ByteBuffer memory, int from, int to) {
    for (int at = from; at < to; ) {
      int count = Math.min(ZEROES.length, to - at);
      memory.put(at, ZEROES, 0, count);
      at += count;
    }
  }

  private static ByteBuffer carve(int size, int bytes) {
    ByteBuffer slab = ByteBuffer.allocateDirect(SLAB_BYTES);
    for (int at = bytes; at < SLAB_BYTES; at += bytes) {
      RETAINED.addAndGet(bytes);
      FREE[size].add(slab.slice(at, bytes));
    }
    return slab.slice(0, bytes);
  }

  private static int sizeIndex(int capacity) {
    if (capacity > 1 << 30) {
      throw new IllegalArgumentException("text of " + capacity + " bytes exceeds 1 GiB");
    }
    int shift = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(capacity, 1) - 1);
    return Math.max(shift, SMALLEST_SHIFT) - SMALLEST_SHIFT;
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  private static ConcurrentLinkedQueue<ByteBuffer>[] newFreeLists() {
    ConcurrentLinkedQueue<ByteBuffer>[] lists = new ConcurrentLinkedQueue[SIZES];
    for (int i = 0; i < SIZES; i++) {
      lists[i] = new ConcurrentLinkedQueue<>();
    }
    return lists;
  }
}
