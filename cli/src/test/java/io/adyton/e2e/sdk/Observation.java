// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e.sdk;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Collects what arrives until the request is over. Confined to one thread at a time. */
final class Observation {
  private final StringBuilder text = new StringBuilder();
  private final TreeSet<String> ids = new TreeSet<>();
  private final List<String> oddities = new ArrayList<>();
  private @Nullable String role;
  private @Nullable String finish;
  private @Nullable List<Integer> usage;
  private List<String> models = List.of();
  private int chunks;
  private int usageChunks;
  private boolean cancelled;

  void id(String id) {
    ids.add(id);
  }

  void role(String name) {
    role = name;
  }

  void finish(String reason) {
    finish = reason;
  }

  void text(String piece) {
    if (!piece.isEmpty()) {
      text.append(piece);
      chunks++;
    }
  }

  void usage(long prompt, long completion, long total) {
    usage = List.of((int) prompt, (int) completion, (int) total);
    usageChunks++;
  }

  void oddity(String what) {
    oddities.add(what);
  }

  void models(List<String> names) {
    models = names;
  }

  void cancelled() {
    cancelled = true;
  }

  int chunks() {
    return chunks;
  }

  SdkOutcome ended() {
    return ended(null);
  }

  SdkOutcome ended(SdkOutcome.@Nullable Thrown error) {
    return new SdkOutcome(
        text.toString(),
        role,
        finish,
        chunks,
        usage,
        usageChunks,
        List.copyOf(oddities),
        models,
        cancelled,
        error,
        List.copyOf(ids));
  }
}
