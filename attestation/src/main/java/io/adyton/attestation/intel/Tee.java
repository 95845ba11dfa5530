// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;

/** What differs between SGX and TDX in collateral and in the quoting enclave. */
enum Tee {
  SGX("SGX", 2, "QE", 1, "8c4f5775d796503e96137f77c68a829a0056ac8ded70140b081b094490c57bff"),
  TDX("TDX", 3, "TD_QE", 2, "dc9e2a7c6f948f17474e34a7fc43ed030f7c1563f1babddf6340c82e0e54a8c5");

  private final String tcbInfoId;
  private final int leastTcbInfoVersion;
  private final String identityId;
  private final int quotingProduct;
  private final Bytes quotingSigner;

  Tee(
      String tcbInfoId,
      int leastTcbInfoVersion,
      String identityId,
      int quotingProduct,
      String quotingSigner) {
    this.tcbInfoId = tcbInfoId;
    this.leastTcbInfoVersion = leastTcbInfoVersion;
    this.identityId = identityId;
    this.quotingProduct = quotingProduct;
    this.quotingSigner = Bytes.ofHex(quotingSigner);
  }

  /** Returns whether TCB info of this name and version speaks of this. */
  boolean isTcbInfo(SignedDocument document) {
    return document.id().equals(tcbInfoId)
        && document.version() >= leastTcbInfoVersion
        && document.version() <= 3;
  }

  /** Returns whether an identity of this name and version is of this one's quoting enclave. */
  boolean isIdentity(SignedDocument document) {
    return document.id().equals(identityId) && (document.version() == 2 || document.version() == 3);
  }

  /** Returns the names that {@link #isTcbInfo} and {@link #isIdentity} expect, for people. */
  String documents() {
    return tcbInfoId + " from version " + leastTcbInfoVersion + " and " + identityId;
  }

  /**
   * Returns whether an enclave is one that Intel signed as quoting enclave, of whatever version;
   * all that can be said without an identity.
   */
  boolean isSignedQuotingEnclave(SgxReport report) {
    return report.mrSigner().equals(quotingSigner)
        && report.isvProdId() == quotingProduct
        && !report.debug();
  }
}
