// SPDX-License-Identifier: Apache-2.0
package io.adyton.server.http;

import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.internal.ContextInternal;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The mailboxes of a server, one for each event loop. Thread-safe. */
public final class Mailboxes {
  private final Map<EventLoop, Mailbox> boxes = new ConcurrentHashMap<>();

  /** Returns the mailbox of the event loop that {@code context} runs on. */
  public Mailbox of(Context context) {
    return boxes.computeIfAbsent(((ContextInternal) context).nettyEventLoop(), Mailbox::new);
  }
}
