// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.PathAppraisal;
import io.adyton.attestation.x509.TrustAnchors;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/** Asks whether NVIDIA signed a manifest, with a certificate that is valid at the time. */
final class ManifestAppraisal {
  private ManifestAppraisal() {}

  static void require(
      String id, ReferenceManifest manifest, TrustAnchors roots, Instant at, Appraisal appraisal) {
    List<X509Certificate> certificates = manifest.signature().certificates();
    X509Certificate signer = certificates.getFirst();
    List<X509Certificate> issuers = certificates.subList(1, certificates.size());
    PathAppraisal.require(appraisal, id + ".signer", signer, issuers, roots, at);
    SignerRole.require(id + ".signer", signer, Source.PROVIDER_ASSERTED, appraisal);
    appraisal.require(
        id + ".signature",
        Reason.SIGNATURE,
        Source.PROVIDER_ASSERTED,
        manifest.signature().isBy(signer.getPublicKey()),
        "an XML signature over the whole manifest by " + Certificates.subject(signer),
        "the manifest of %s %s".formatted(manifest.name(), manifest.version()));
  }
}
