// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.scheduler;

import io.adyton.architecture.broken.gguf.GgufPlace;

/** Uses bindings other than those of libllama. */
public final class SchedulerUsingGguf {
  private SchedulerUsingGguf() {}

  static String forbidden() {
    return GgufPlace.PLACE;
  }
}
