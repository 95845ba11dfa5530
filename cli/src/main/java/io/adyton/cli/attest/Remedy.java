// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.appraisal.Reason;

/** What to do about a refusal. */
final class Remedy {
  private Remedy() {}

  static String of(Reason reason, String detail) {
    if (detail.startsWith("simulated")) {
      return "send it nothing secret; --allow-simulated accepts it for trying things";
    }
    return switch (reason) {
      case MALFORMED -> "the server speaks another version, or is none of Adyton's";
      case SIGNATURE, BINDING, NONCE, DUPLICATE ->
          "somebody stands between, or the evidence is not the server's own; send it nothing";
      case CHAIN -> "name the maker's roots in the policy if you trust them; else send it nothing";
      case REVOKED -> "its key was withdrawn by its maker; send it nothing";
      case EXPIRED, NOT_YET_VALID -> "check this machine's clock, then ask its operator to renew";
      case DEBUG -> "its memory can be read from outside; send it nothing";
      case TCB -> "ask its operator to update the firmware";
      case LOG_REPLAY -> "something ran that the log does not show; send it nothing";
      case MEASUREMENT ->
          "it runs something else than the policy names; update the policy only if you know why";
      case NOT_EVIDENCE -> "nothing it shows could prove anything; send it nothing";
    };
  }
}
