// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

/** The numbers of the TCG Algorithm Registry that keys and signatures name, besides hashes. */
final class TpmAlgorithms {
  static final int RSA = 0x0001;
  static final int AES = 0x0006;
  static final int NULL = 0x0010;
  static final int RSASSA = 0x0014;
  static final int RSAES = 0x0015;
  static final int RSAPSS = 0x0016;
  static final int OAEP = 0x0017;
  static final int ECDSA = 0x0018;
  static final int ECDH = 0x0019;
  static final int ECC = 0x0023;

  private TpmAlgorithms() {}
}
