// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

/** What allows the use of a handle. */
sealed interface Authorization {
  /** The empty password. */
  Authorization EMPTY_PASSWORD = new Password();

  /** Writes TPMS_AUTH_COMMAND. */
  void write(CommandWriter command);

  /** The empty password, which needs no session. */
  record Password() implements Authorization {
    private static final int TPM_RS_PW = 0x40000009;

    @Override
    public void write(CommandWriter command) {
      command.u32(TPM_RS_PW).u16(0).u8(0).u16(0);
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
    public void write(CommandWriter command) {
      command.u32(session.value()).u16(0).u8(CONTINUE_SESSION).u16(0);
    }
  }
}
