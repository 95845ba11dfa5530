// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.x509.CertificatePath;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.PathAppraisal;
import io.adyton.attestation.x509.Signed;
import io.adyton.attestation.x509.TrustAnchors;
import io.adyton.attestation.x509.Validity;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Whether Intel stands behind the collateral, and whether it is all there and in its time. */
final class CollateralRules {
  private static final String SIGNER = "Intel SGX TCB Signing";

  private final X509Certificate root;
  private final Tee tee;
  private final Demand demand;
  private final Appraisal appraisal;

  CollateralRules(X509Certificate root, Tee tee, Demand demand, Appraisal appraisal) {
    this.root = root;
    this.tee = tee;
    this.demand = demand;
    this.appraisal = appraisal;
  }

  void requireComplete(Collateral collateral) {
    Set<String> missing = collateral.missing();
    missing.removeIf(
        part -> !part.equals("tcb_info") && demand.policy().missingOk().contains(part));
    appraisal.require(
        "intel.collateral",
        Reason.TCB,
        Source.HARDWARE_PROVEN,
        missing.isEmpty(),
        "TCB info, QE identity, PCK CRL and root CRL, except " + demand.policy().missingOk(),
        missing.isEmpty() ? "them" : "none of " + missing);
  }

  /** Asks whether the root revoked any authority, whether its word is used later or not. */
  void requireRootList(Collateral collateral, List<X509Certificate> pckChain) {
    if (collateral.rootCrl().isEmpty()) {
      unknownRevocation("intel.root-crl");
      return;
    }
    List<X509Certificate> issued =
        Stream.concat(pckChain.stream(), collateral.certificates())
            .filter(c -> c.getIssuerX500Principal().equals(root.getSubjectX500Principal()))
            .toList();
    collateral.rootCrl().get().require(appraisal, "intel.root-crl", root, issued, demand.at());
  }

  void requirePckList(Collateral collateral, CertificatePath pckPath) {
    if (collateral.pckCrl().isEmpty()) {
      unknownRevocation("intel.pck-crl");
      return;
    }
    X509Certificate authority = pckPath.certificates().get(1);
    if (appraisal.require(
        "intel.pck-crl.authority",
        Reason.TCB,
        Source.HARDWARE_PROVEN,
        collateral.pckCrl().get().isBy(authority),
        "a list by " + Certificates.subject(authority),
        collateral.pckCrl().get().isBy(authority) ? "one" : "one by another authority")) {
      collateral
          .pckCrl()
          .get()
          .require(appraisal, "intel.pck-crl", authority, List.of(pckPath.leaf()), demand.at());
    }
  }

  /** Returns the TCB info if it is believed so far. */
  Optional<TcbInfo> tcbInfo(Collateral collateral) throws MalformedEvidenceException {
    Optional<SignedDocument> document = collateral.tcbInfo();
    if (document.isEmpty()) {
      return Optional.empty();
    }
    boolean believed =
        requireDocument(
            "intel.tcb-info",
            document.get(),
            tee.isTcbInfo(document.get()),
            collateral.tcbInfoIssuers());
    return believed ? Optional.of(TcbInfo.of(document.get())) : Optional.empty();
  }

  /** Returns the identity of the quoting enclave if it is believed so far. */
  Optional<EnclaveIdentity> qeIdentity(Collateral collateral) throws MalformedEvidenceException {
    Optional<SignedDocument> document = collateral.qeIdentity();
    if (document.isEmpty()) {
      return Optional.empty();
    }
    boolean believed =
        requireDocument(
            "intel.qe-identity",
            document.get(),
            tee.isIdentity(document.get()),
            collateral.qeIdentityIssuers());
    return believed ? Optional.of(EnclaveIdentity.of(document.get().content())) : Optional.empty();
  }

  private boolean requireDocument(
      String id, SignedDocument document, boolean fits, List<X509Certificate> issuers) {
    boolean chained = requireSigner(id, issuers);
    boolean signed =
        chained
            && appraisal.require(
                id + ".signature",
                Reason.SIGNATURE,
                Source.HARDWARE_PROVEN,
                Signed.ellipticCurve(
                    "SHA256",
                    issuers.getFirst().getPublicKey(),
                    document.signed(),
                    document.signature()),
                "ECDSA P-256 by " + SIGNER + " over the bytes as they stand",
                "the signature of the document");
    Validity.require(appraisal, id, document.issued(), document.nextUpdate(), demand.at());
    boolean right =
        appraisal.require(
            id + ".id",
            Reason.TCB,
            Source.HARDWARE_PROVEN,
            fits,
            tee.documents(),
            document.id() + " of version " + document.version());
    return signed && right;
  }

  private boolean requireSigner(String id, List<X509Certificate> issuers) {
    String found =
        issuers.isEmpty() ? "none" : Certificates.commonName(issuers.getFirst()).orElse("?");
    boolean named =
        appraisal.require(
            id + ".signer",
            Reason.CHAIN,
            Source.HARDWARE_PROVEN,
            found.equals(SIGNER),
            "a certificate of " + SIGNER,
            found);
    return named
        && PathAppraisal.require(
                appraisal,
                id + ".chain",
                issuers.getFirst(),
                issuers,
                TrustAnchors.of(root),
                demand.at())
            .isPresent();
  }

  private void unknownRevocation(String id) {
    appraisal.unknown(
        id, Reason.REVOKED, Source.HARDWARE_PROVEN, "a revocation list", "none at hand");
  }
}
