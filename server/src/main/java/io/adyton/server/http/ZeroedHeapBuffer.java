// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.netty.buffer.UnpooledHeapByteBuf;

/** A heap buffer whose arrays go back to their allocator, which zeroes them. */
final class ZeroedHeapBuffer extends UnpooledHeapByteBuf {
  ZeroedHeapBuffer(ZeroingAllocator allocator, int initialCapacity, int maxCapacity) {
    super(allocator, initialCapacity, maxCapacity);
  }

  @Override
  protected byte[] allocateArray(int capacity) {
    return ((ZeroingAllocator) alloc()).takeArray(capacity, maxCapacity());
  }

  @Override
  protected void freeArray(byte[] array) {
    ((ZeroingAllocator) alloc()).giveBack(array);
  }
}
