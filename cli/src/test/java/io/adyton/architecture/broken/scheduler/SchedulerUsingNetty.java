// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.scheduler;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Knows the network. */
public final class SchedulerUsingNetty {
  private SchedulerUsingNetty() {}

  static ByteBuf forbidden() {
    return Unpooled.EMPTY_BUFFER;
  }
}
