// SPDX-License-Identifier: Apache-2.0
package io.adyton.client.proxy;

/** A server that serves another model or engine, or reaches another level, than at first. */
final class ServerChangedException extends Exception {
  private static final long serialVersionUID = 1L;

  ServerChangedException() {
    super(
        "level, models and engine are not those of the first connection; restart the proxy if the"
            + " change is wanted");
  }
}
