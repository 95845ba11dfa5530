// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.receipt;

import io.adyton.provenance.receipt.ReceiptBundle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Receipts of the last day, in memory. When there are too many, the oldest go first. Thread-safe.
 */
final class ReceiptShelf {
  private static final Duration KEPT = Duration.ofHours(24);

  private record Kept(String owner, Instant until, ReceiptBundle bundle) {}

  private final int most;
  private final InstantSource clock;
  private final Map<String, Kept> byId = new LinkedHashMap<>();

  ReceiptShelf(int most, InstantSource clock) {
    this.most = most;
    this.clock = clock;
  }

  /** Keeps a receipt for whoever asks as {@code owner}. */
  synchronized void keep(String id, String owner, ReceiptBundle bundle) {
    Instant now = clock.instant();
    byId.put(id, new Kept(owner, now.plus(KEPT), bundle));
    var oldest = byId.values().iterator();
    while (oldest.hasNext()) {
      Kept kept = oldest.next();
      if (byId.size() <= most && kept.until().isAfter(now)) {
        return;
      }
      oldest.remove();
    }
  }

  /** Returns a receipt that {@code owner} may see. */
  synchronized Optional<ReceiptBundle> find(String id, String owner) {
    return Optional.ofNullable(byId.get(id))
        .filter(kept -> kept.owner().equals(owner) && kept.until().isAfter(clock.instant()))
        .map(Kept::bundle);
  }
}
