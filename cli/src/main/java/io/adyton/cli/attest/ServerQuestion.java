// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.trust.TrustPolicy;
import io.adyton.cli.UserError;
import io.adyton.client.ServerAddress;
import io.adyton.client.ServerProbe;
import io.adyton.client.UnattestedServerException;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Asks a server who it is, by this machine's clock. */
final class ServerQuestion {
  private ServerQuestion() {}

  /**
   * Asks once.
   *
   * @throws UserError if the server gives no evidence or cannot be reached
   */
  static ServerProbe.Answer ask(ServerAddress server, TrustPolicy policy) {
    try {
      return ServerProbe.ask(server, policy, InstantSource.system(), new SecureRandom());
    } catch (UnattestedServerException e) {
      throw UserError.unsupported(server + ": " + e.getMessage());
    } catch (IOException e) {
      throw UserError.failed(e.getMessage() + "; check address and port");
    }
  }
}
