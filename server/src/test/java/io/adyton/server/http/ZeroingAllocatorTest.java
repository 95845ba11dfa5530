// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ZeroingAllocatorTest {
  private static final byte[] SECRET = "secret".getBytes(StandardCharsets.UTF_8);

  @Test
  void zeroesArraysOnRelease() {
    ByteBuf buffer = ZeroingAllocator.INSTANCE.heapBuffer(100);
    byte[] array = buffer.writeBytes(SECRET).array();
    buffer.release();
    assertThat(array).containsOnly(0);
  }

  @Test
  void givesBackWhatItSettles() {
    long before = ZeroingAllocator.INSTANCE.buffersInUse();
    ZeroingAllocator.INSTANCE.settle();
    assertThat(ZeroingAllocator.INSTANCE.buffersInUse()).isEqualTo(before);
  }

  @Test
  void zeroesArraysThatABufferOutgrew() {
    ByteBuf buffer = ZeroingAllocator.INSTANCE.heapBuffer(100);
    byte[] first = buffer.writeBytes(SECRET).array();
    buffer.ensureWritable(first.length * 2);
    assertThat(first).containsOnly(0);
    assertThat(buffer.array()).startsWith(SECRET);
    buffer.release();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 300, 100_000, 1_000_000})
  void zeroesDirectMemoryOnReleaseAndOnGrowth(int size) {
    ByteBuf buffer = ZeroingAllocator.INSTANCE.directBuffer(size);
    ByteBuf first = buffer.writeBytes(SECRET, 0, 1).duplicate();
    var before = buffer.nioBuffer(0, 1);
    buffer.ensureWritable(buffer.capacity() * 2);
    assertThat(before.get(0)).isZero();
    assertThat(first.getByte(0)).isEqualTo(SECRET[0]);
    var after = buffer.nioBuffer(0, 1);
    buffer.release();
    assertThat(after.get(0)).isZero();
  }

  @Test
  void handsMemoryOnAndCountsIt() {
    long before = ZeroingAllocator.INSTANCE.buffersInUse();
    ByteBuf first = ZeroingAllocator.INSTANCE.heapBuffer(60_000);
    byte[] array = first.array();
    assertThat(ZeroingAllocator.INSTANCE.buffersInUse()).isEqualTo(before + 1);
    first.release();
    ByteBuf second = ZeroingAllocator.INSTANCE.heapBuffer(60_001);
    assertThat(second.array()).isSameAs(array);
    second.release();
    assertThat(ZeroingAllocator.INSTANCE.buffersInUse()).isEqualTo(before);
  }

  @Test
  void givesHeapWhereTheKindIsOpenAndDirectMemoryToSockets() {
    ByteBuf any = ZeroingAllocator.INSTANCE.buffer();
    ByteBuf socket = ZeroingAllocator.INSTANCE.ioBuffer();
    assertThat(any.hasArray()).isTrue();
    assertThat(socket.isDirect()).isTrue();
    any.release();
    socket.release();
  }

  @Test
  void keepsWithinTheMostABufferMayHold() {
    ByteBuf buffer = ZeroingAllocator.INSTANCE.heapBuffer(300, 300);
    assertThat(buffer.capacity()).isEqualTo(300);
    buffer.release();
  }
}
