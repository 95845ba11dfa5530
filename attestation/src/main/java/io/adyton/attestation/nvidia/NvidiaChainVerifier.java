// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.NvidiaChain;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.TrustAnchors;
import java.security.cert.X509Certificate;

/**
 * Judges the certificate chain of a device by itself: whole, signed, valid at the time. That says
 * that NVIDIA made such a device, not that anybody who shows its certificates has it.
 */
public final class NvidiaChainVerifier implements Verifier<NvidiaChain> {
  private final TrustAnchors roots;

  /** Trusts NVIDIA’s root for devices. */
  public NvidiaChainVerifier() {
    this(NvidiaRoots.DEVICES);
  }

  /** Trusts other roots. */
  public NvidiaChainVerifier(TrustAnchors roots) {
    this.roots = roots;
  }

  @Override
  public void appraise(NvidiaChain evidence, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    DeviceChain chain = DeviceChain.read(evidence.chain());
    X509Certificate last = chain.certificates().getLast();
    appraisal.claim("chain.length", chain.certificates().size());
    Certificates.commonName(chain.leaf()).ifPresent(name -> appraisal.claim("chain.leaf", name));
    Certificates.commonName(last).ifPresent(name -> appraisal.claim("chain.root", name));
    appraisal.claim("leaf_sha256", Certificates.der(chain.leaf()).digest("SHA-256"));
    FirmwareDigest.find(chain.leaf()).ifPresent(digest -> appraisal.claim("fwid", digest));
    appraisal.claim("revocation", "unknown");
    if (demand.policy().parseOnly()) {
      return;
    }
    TrustAnchors trusted =
        evidence.root().isPresent()
            ? new TrustAnchors(Certificates.read("ca", evidence.root().get()))
            : roots;
    chain.require("nvidia.chain", trusted, demand.at(), appraisal);
    Freshness.refuseDemand("nvidia.chain", demand, appraisal);
  }
}
