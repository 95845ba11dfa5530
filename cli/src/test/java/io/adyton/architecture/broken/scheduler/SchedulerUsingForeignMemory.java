// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.scheduler;

import java.lang.foreign.MemorySegment;

/** Touches native memory outside the bindings. */
public final class SchedulerUsingForeignMemory {
  private SchedulerUsingForeignMemory() {}

  static long forbidden() {
    return MemorySegment.NULL.byteSize();
  }
}
