// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

/** The commands that are used, with their TPM_CC. */
enum TpmCommand {
  NV_DEFINE_SPACE("TPM2_NV_DefineSpace", 0x12a),
  CREATE_PRIMARY("TPM2_CreatePrimary", 0x131),
  NV_WRITE("TPM2_NV_Write", 0x137),
  ACTIVATE_CREDENTIAL("TPM2_ActivateCredential", 0x147),
  NV_READ("TPM2_NV_Read", 0x14e),
  POLICY_SECRET("TPM2_PolicySecret", 0x151),
  CREATE("TPM2_Create", 0x153),
  LOAD("TPM2_Load", 0x157),
  QUOTE("TPM2_Quote", 0x158),
  FLUSH_CONTEXT("TPM2_FlushContext", 0x165),
  NV_READ_PUBLIC("TPM2_NV_ReadPublic", 0x169),
  START_AUTH_SESSION("TPM2_StartAuthSession", 0x176),
  GET_CAPABILITY("TPM2_GetCapability", 0x17a),
  PCR_READ("TPM2_PCR_Read", 0x17e),
  PCR_EXTEND("TPM2_PCR_Extend", 0x182);

  private final String label;
  private final int code;

  TpmCommand(String label, int code) {
    this.label = label;
    this.code = code;
  }

  /** Returns the name as the specification writes it. */
  String label() {
    return label;
  }

  int code() {
    return code;
  }
}
