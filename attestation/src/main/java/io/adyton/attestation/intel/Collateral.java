// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.IntelCollateral;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.RevocationList;
import java.security.cert.X509Certificate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Collateral told apart, nothing believed yet.
 *
 * @param tcbInfo what is said of the platform
 * @param tcbInfoIssuers chain of who said it, first itself
 * @param qeIdentity what is said of the quoting enclave
 * @param qeIdentityIssuers chain of who said it, first itself
 * @param pckCrl list of the authority that issued the platform's certificate
 * @param rootCrl list of the root
 */
record Collateral(
    Optional<SignedDocument> tcbInfo,
    List<X509Certificate> tcbInfoIssuers,
    Optional<SignedDocument> qeIdentity,
    List<X509Certificate> qeIdentityIssuers,
    Optional<RevocationList> pckCrl,
    Optional<RevocationList> rootCrl) {

  static Collateral read(IntelCollateral files) throws MalformedEvidenceException {
    return new Collateral(
        document("tcbInfo", files.tcbInfo()),
        certificates("TCB info issuer chain", files.tcbInfoIssuerChain()),
        document("enclaveIdentity", files.qeIdentity()),
        certificates("QE identity issuer chain", files.qeIdentityIssuerChain()),
        list("PCK CRL", files.pckCrl()),
        list("root CRL", files.rootCrl()));
  }

  /** Returns the parts that are not at hand, by the names of a policy's {@code missing_ok}. */
  Set<String> missing() {
    Set<String> missing = new LinkedHashSet<>();
    addIfAbsent(missing, "root_crl", rootCrl);
    addIfAbsent(missing, "tcb_info", tcbInfo);
    addIfAbsent(missing, "qe_identity", qeIdentity);
    addIfAbsent(missing, "pck_crl", pckCrl);
    return missing;
  }

  /** Returns every certificate of the issuer chains. */
  Stream<X509Certificate> certificates() {
    return Stream.concat(tcbInfoIssuers.stream(), qeIdentityIssuers.stream());
  }

  private static void addIfAbsent(Set<String> missing, String name, Optional<?> part) {
    if (part.isEmpty()) {
      missing.add(name);
    }
  }

  private static Optional<SignedDocument> document(String name, Optional<Bytes> file)
      throws MalformedEvidenceException {
    return file.isPresent() ? Optional.of(SignedDocument.of(name, file.get())) : Optional.empty();
  }

  private static List<X509Certificate> certificates(String what, Optional<Bytes> file)
      throws MalformedEvidenceException {
    return file.isPresent() ? Certificates.read(what, file.get()) : List.of();
  }

  private static Optional<RevocationList> list(String what, Optional<Bytes> file)
      throws MalformedEvidenceException {
    return file.isPresent() ? Optional.of(RevocationList.read(what, file.get())) : Optional.empty();
  }
}
