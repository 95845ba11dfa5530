// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.api;

import io.adyton.server.json.JsonObject;

/** How far a start has come, for probes. Thread-safe. */
public final class StartupProgress {
  private record Reached(String phase, long doneBytes, long totalBytes) {}

  private volatile Reached reached = new Reached("starting", 0, 0);

  /**
   * Says how far it is.
   *
   * @param phase what is being done, in a few words
   * @param totalBytes what there is to do; 0 where that is not known
   */
  public void reach(String phase, long doneBytes, long totalBytes) {
    reached = new Reached(phase, doneBytes, totalBytes);
  }

  JsonObject toJson() {
    Reached now = reached;
    JsonObject json = new JsonObject().put("status", "starting").put("phase", now.phase());
    return now.totalBytes() == 0
        ? json
        : json.put("done_bytes", now.doneBytes()).put("total_bytes", now.totalBytes());
  }
}
