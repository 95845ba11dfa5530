// SPDX-License-Identifier: Apache-2.0
package io.adyton.architecture.broken.server;

import org.bouncycastle.StandIn;

/** Does cryptography outside attestation. */
public final class ServerUsingBouncyCastle {
  private ServerUsingBouncyCastle() {}

  static String forbidden() {
    return StandIn.place();
  }
}
