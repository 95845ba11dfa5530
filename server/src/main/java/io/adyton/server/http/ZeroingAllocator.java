// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Buffers whose memory is zeroed when they are released, and then used again.
 *
 * <p>The channels of a listener allocate from here whatever carries a request or an answer: what
 * TLS decrypted, what HTTP gathered, what is about to be encrypted. A buffer of unspecified kind is
 * a heap array, because the JDK's TLS engine leaves copies behind when it decrypts into direct
 * memory and none when it decrypts into an array that is zeroed afterwards; socket buffers are
 * direct, so that the JDK needs no temporary ones of its own.
 *
 * <p>Thread-safe. Does not guarantee that a moving collector left no copy of an array that it moved
 * while the array was in use.
 */
public final class ZeroingAllocator extends AbstractByteBufAllocator {
  private static final long RETAINED_LIMIT_BYTES = 16L << 20;
  private static final int SMALLEST_SHIFT = 8;
  private static final int LARGEST_SHIFT = 17;
  private static final int SETTLED_OF_EACH_SIZE = 16;
  private static final byte[] ZEROES = new byte[4096];

  /** The allocator of all listeners of this process. */
  public static final ZeroingAllocator INSTANCE = new ZeroingAllocator();

  private final Shelf<byte[]> arrays = new Shelf<>();
  private final Shelf<ByteBuffer> direct = new Shelf<>();
  private final AtomicLong buffersInUse = new AtomicLong();

  private ZeroingAllocator() {
    super(false);
  }

  @Override
  public boolean isDirectBufferPooled() {
    return true;
  }

  @Override
  protected ByteBuf newHeapBuffer(int initialCapacity, int maxCapacity) {
    return new ZeroedHeapBuffer(this, initialCapacity, maxCapacity);
  }

  @Override
  protected ByteBuf newDirectBuffer(int initialCapacity, int maxCapacity) {
    return new ZeroedDirectBuffer(this, initialCapacity, maxCapacity);
  }

  /**
   * Makes arrays for later buffers and has the collector move them now, while they hold nothing.
   *
   * <p>The serial collector moves young arrays at every collection, and what they held stays behind
   * where they were; after a full one they are old and lie still until the next full one. To be
   * called once, when a server has just started: it stops the process for some ten milliseconds.
   */
  public void settle() {
    List<ByteBuf> held = new ArrayList<>();
    for (int shift = SMALLEST_SHIFT; shift <= LARGEST_SHIFT; shift++) {
      for (int i = 0; i < SETTLED_OF_EACH_SIZE; i++) {
        held.add(heapBuffer(1 << shift));
      }
    }
    held.forEach(ByteBuf::release);
    System.gc();
  }

  /** Returns the number of pieces of memory that buffers hold now. */
  public long buffersInUse() {
    return buffersInUse.get();
  }

  /** Returns a zeroed array of {@code length} bytes, or of the next power of two. */
  byte[] takeArray(int length, int maxLength) {
    int capacity = capacityFor(length, maxLength);
    buffersInUse.incrementAndGet();
    byte[] array = arrays.take(capacity);
    return array == null ? new byte[capacity] : array;
  }

  /** Zeroes an array and keeps it for the next buffer. */
  void giveBack(byte[] array) {
    buffersInUse.decrementAndGet();
    Arrays.fill(array, (byte) 0);
    arrays.keep(array, array.length);
  }

  /** Returns zeroed direct memory of {@code length} bytes, or of the next power of two. */
  ByteBuffer takeDirect(int length, int maxLength) {
    int capacity = capacityFor(length, maxLength);
    buffersInUse.incrementAndGet();
    ByteBuffer memory = direct.take(capacity);
    return memory == null ? ByteBuffer.allocateDirect(capacity) : memory;
  }

  /** Zeroes direct memory and keeps it for the next buffer. */
  void giveBack(ByteBuffer memory) {
    buffersInUse.decrementAndGet();
    memory.clear();
    while (memory.hasRemaining()) {
      memory.put(ZEROES, 0, Math.min(ZEROES.length, memory.remaining()));
    }
    memory.clear();
    direct.keep(memory, memory.capacity());
  }

  private static int capacityFor(int length, int maxLength) {
    int shift = shiftFor(length);
    return shift <= LARGEST_SHIFT && 1 << shift <= maxLength ? 1 << shift : length;
  }

  private static int shiftFor(int length) {
    int shift = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(length, 1) - 1);
    return Math.max(shift, SMALLEST_SHIFT);
  }

  /** Free memory by size; holds powers of two only, and no more of them than the limit. */
  private static final class Shelf<M> {
    private final ConcurrentLinkedQueue<M>[] free = newQueues();
    private final AtomicLong retainedBytes = new AtomicLong();

    @Nullable M take(int capacity) {
      if (Integer.bitCount(capacity) != 1 || shiftFor(capacity) > LARGEST_SHIFT) {
        return null;
      }
      M memory = free[shiftFor(capacity)].poll();
      if (memory != null) {
        retainedBytes.addAndGet(-capacity);
      }
      return memory;
    }

    void keep(M memory, int capacity) {
      int shift = shiftFor(capacity);
      if (shift > LARGEST_SHIFT || capacity != 1 << shift) {
        return;
      }
      if (retainedBytes.addAndGet(capacity) <= RETAINED_LIMIT_BYTES) {
        free[shift].add(memory);
      } else {
        retainedBytes.addAndGet(-capacity);
      }
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static <M> ConcurrentLinkedQueue<M>[] newQueues() {
      ConcurrentLinkedQueue<M>[] queues = new ConcurrentLinkedQueue[LARGEST_SHIFT + 1];
      for (int i = 0; i < queues.length; i++) {
        queues[i] = new ConcurrentLinkedQueue<>();
      }
      return queues;
    }
  }
}
