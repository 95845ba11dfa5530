// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.util.internal.CleanableDirectBuffer;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A direct buffer whose memory goes back to its allocator, which zeroes it. */
final class ZeroedDirectBuffer extends UnpooledDirectByteBuf {
  private final ZeroingAllocator allocator;
  private @Nullable ByteBuffer first;

  ZeroedDirectBuffer(ZeroingAllocator allocator, int initialCapacity, int maxCapacity) {
    this(allocator, allocator.takeDirect(initialCapacity, maxCapacity), maxCapacity);
  }

  private ZeroedDirectBuffer(ZeroingAllocator allocator, ByteBuffer memory, int maxCapacity) {
    super(allocator, memory, maxCapacity);
    this.allocator = allocator;
    this.first = memory;
    clear();
  }

  @Override
  public ByteBuf capacity(int newCapacity) {
    int before = capacity();
    super.capacity(newCapacity);
    if (newCapacity != before) {
      giveBackFirst();
    }
    return this;
  }

  @Override
  protected CleanableDirectBuffer allocateDirectBuffer(int capacity) {
    ByteBuffer memory = allocator.takeDirect(capacity, maxCapacity());
    return new CleanableDirectBuffer() {
      @Override
      public ByteBuffer buffer() {
        return memory;
      }

      @Override
      public void clean() {
        allocator.giveBack(memory);
      }
    };
  }

  @Override
  protected void deallocate() {
    super.deallocate();
    giveBackFirst();
  }

  // The superclass frees what it allocated itself, not the memory it was created with.
  private void giveBackFirst() {
    if (first != null) {
      allocator.giveBack(first);
      first = null;
    }
  }
}
