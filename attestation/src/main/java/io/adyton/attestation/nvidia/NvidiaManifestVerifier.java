// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.NvidiaManifest;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.TrustAnchors;

/**
 * Judges a manifest of reference values by itself: NVIDIA signed all of it, with a certificate that
 * is valid at the time. It does not find out whether that certificate was revoked, nor whether any
 * device has these values.
 */
public final class NvidiaManifestVerifier implements Verifier<NvidiaManifest> {
  private final TrustAnchors roots;

  /** Trusts NVIDIA’s root for manifests. */
  public NvidiaManifestVerifier() {
    this(NvidiaRoots.MANIFESTS);
  }

  /** Trusts other roots. */
  public NvidiaManifestVerifier(TrustAnchors roots) {
    this.roots = roots;
  }

  @Override
  public void appraise(NvidiaManifest evidence, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    ReferenceManifest manifest = ReferenceManifest.read(evidence.manifest());
    appraisal.claim("rim.name", manifest.name());
    appraisal.claim("rim.version", manifest.version());
    appraisal.claim("rim.active", manifest.active().size());
    appraisal.claim(
        "rim.signer_not_after",
        manifest.signature().certificates().getFirst().getNotAfter().toInstant().toString());
    appraisal.claim("revocation", "unknown");
    if (demand.policy().parseOnly()) {
      return;
    }
    TrustAnchors trusted =
        evidence.root().isPresent()
            ? new TrustAnchors(Certificates.read("ca", evidence.root().get()))
            : roots;
    ManifestAppraisal.require("rim", manifest, trusted, demand.at(), appraisal);
    Freshness.refuseDemand("rim", demand, appraisal);
  }
}
