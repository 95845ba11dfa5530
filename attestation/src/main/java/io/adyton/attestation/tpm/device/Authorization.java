// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;

/** What allows the use of a handle. */
sealed interface Authorization {
  /** The empty password. */
  Authorization EMPTY_PASSWORD = new Password();

  /** Writes TPMS_AUTH_COMMAND. */
  void write(ByteWriter command);

  /** The empty password, which needs no session. */
  record Password() implements Authorization {
    private static final int TPM_RS_PW = 0x40000009;

    @Override
    public void write(ByteWriter command) {
      command.u32(TPM_RS_PW).sized16(Bytes.EMPTY).u8(0).sized16(Bytes.EMPTY);
    }
  }

  /**
   * A policy session, which lives on after the command.
   *
   * @param session its handle
   */
  record Policy(TpmHandle session) implements Authorization {
    private static final int CONTINUE_SESSION = 1;

    @Override
    public void write(ByteWriter command) {
      command.u32(session.value()).sized16(Bytes.EMPTY).u8(CONTINUE_SESSION).sized16(Bytes.EMPTY);
    }
  }
}
