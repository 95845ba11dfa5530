// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.SevSnpEvidence;
import io.adyton.attestation.x509.Certificates;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The certificate of the key that signs reports, with what came beside it.
 *
 * @param certificate of a VCEK or VLEK, not believed yet
 * @param extensions what it says of its chip
 * @param others every other certificate of the evidence
 */
record EndorsementKey(
    X509Certificate certificate, SnpKeyExtensions extensions, List<X509Certificate> others) {

  /** Takes the first certificate that speaks of a chip or provider; nothing where none does. */
  static Optional<EndorsementKey> of(SevSnpEvidence evidence) throws MalformedEvidenceException {
    List<X509Certificate> all = new ArrayList<>();
    if (evidence.endorsementKey().isPresent()) {
      all.addAll(Certificates.read("vcek", evidence.endorsementKey().get()));
    }
    if (evidence.chain().isPresent()) {
      all.addAll(Certificates.read("chain", evidence.chain().get()));
    }
    Optional<X509Certificate> key = all.stream().filter(SnpKeyExtensions::arePresentIn).findFirst();
    if (key.isEmpty()) {
      return Optional.empty();
    }
    all.remove(key.get());
    return Optional.of(
        new EndorsementKey(key.get(), SnpKeyExtensions.of(key.get()), List.copyOf(all)));
  }

  /** Returns whether the key belongs to a chip (VCEK) and not to a cloud provider (VLEK). */
  boolean isChipKey() {
    return extensions.hardwareId().isPresent();
  }

  /** Returns the name under which cases and claims know the key. */
  String label() {
    return isChipKey() ? "VCEK" : "VLEK";
  }
}
