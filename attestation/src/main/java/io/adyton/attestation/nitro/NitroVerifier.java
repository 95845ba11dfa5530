// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nitro;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.NitroEvidence;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.PathAppraisal;
import io.adyton.attestation.x509.TrustAnchors;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges AWS Nitro attestation documents.
 *
 * <p>Asserts that AWS’s attestation key signed the document while its certificate was valid, that
 * the enclave is not in debug mode, and that the nonce is the one demanded; report data that are
 * demanded must be the user data. It does not find out whether a certificate was revoked, and does
 * not compare a PCR unless {@code require} names it.
 */
public final class NitroVerifier implements Verifier<NitroEvidence> {
  private static final int DIGITAL_SIGNATURE = 0;

  private final TrustAnchors roots;

  /** Trusts the root of AWS. */
  public NitroVerifier() {
    this(
        TrustAnchors.of(
            TrustAnchors.load(
                NitroVerifier.class,
                "aws-nitro-enclaves-root-g1.pem",
                "641a0321a3e244efe456463195d606317ed7cdcc3c1756e09893f3c68f79bb5b")));
  }

  /** Trusts other roots. */
  public NitroVerifier(TrustAnchors roots) {
    this.roots = roots;
  }

  @Override
  public void appraise(NitroEvidence evidence, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    CoseSign1 message = CoseSign1.readPrefix(evidence.document());
    int trailing = evidence.document().length() - message.length();
    if (trailing > demand.policy().allowTrailingBytes()) {
      throw new MalformedEvidenceException(
          "attestation document: expected the end at byte %d, found %d more bytes"
              .formatted(message.length(), trailing));
    }
    NitroDocument document = NitroDocument.read(message.payload());
    claim(document, appraisal);
    if (demand.policy().parseOnly()) {
      return;
    }
    X509Certificate leaf = Certificates.parse("certificate", document.certificate());
    requireChain(leaf, document.caBundle(), demand, appraisal);
    appraisal.require(
        "nitro.signature",
        Reason.SIGNATURE,
        Source.PROVIDER_ASSERTED,
        message.isSignedBy(leaf.getPublicKey()),
        "ES384 by " + Certificates.subject(leaf),
        "protected header and payload of %d bytes".formatted(message.payload().length()));
    if (!demand.policy().allowDebug()) {
      appraisal.require(
          "nitro.debug",
          Reason.DEBUG,
          Source.PROVIDER_ASSERTED,
          !document.isDebug(),
          "PCR 0 to 2 other than zero",
          document.isDebug() ? "all of them zero, which is debug mode" : "so");
    }
    requireSame("nitro.nonce", demand.nonce(), document.nonce(), appraisal);
    requireSame("nitro.user-data", demand.reportData(), document.userData(), appraisal);
  }

  /** The first certificate of the bundle is a root, and roots are the verifier’s own. */
  private void requireChain(
      X509Certificate leaf, List<Bytes> caBundle, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    List<X509Certificate> issuers = new ArrayList<>();
    for (Bytes der : caBundle.subList(1, caBundle.size())) {
      issuers.add(Certificates.parse("cabundle", der));
    }
    PathAppraisal.require(appraisal, "nitro.certificate", leaf, issuers, roots, demand.at());
    boolean[] usage = leaf.getKeyUsage();
    appraisal.require(
        "nitro.certificate.role",
        Reason.CHAIN,
        Source.PROVIDER_ASSERTED,
        leaf.getBasicConstraints() < 0 && usage != null && usage[DIGITAL_SIGNATURE],
        "a leaf for digital signatures",
        Certificates.subject(leaf));
    appraisal.unknown(
        "nitro.certificate.revocation",
        Reason.REVOKED,
        Source.PROVIDER_ASSERTED,
        "no certificate of the chain revoked",
        "no revocation list at hand");
  }

  private static void requireSame(
      String id, Optional<Bytes> expected, Optional<Bytes> found, Appraisal appraisal) {
    expected.ifPresent(
        value ->
            appraisal.require(
                id,
                Reason.NONCE,
                Source.PROVIDER_ASSERTED,
                found.equals(expected),
                value.hex(),
                found.map(Bytes::hex).orElse("none")));
  }

  private static void claim(NitroDocument document, Appraisal appraisal) {
    appraisal.claim("module_id", document.moduleId());
    appraisal.claim("timestamp_ms", document.timestampMillis());
    document.pcrs().forEach((index, value) -> appraisal.claim("pcr.sha384." + index, value));
    document.publicKey().ifPresent(value -> appraisal.claim("public_key", value));
    document.userData().ifPresent(value -> appraisal.claim("user_data", value));
    document.nonce().ifPresent(value -> appraisal.claim("nonce", value));
    appraisal.claim("leaf_sha256", document.certificate().digest("SHA-256"));
    appraisal.claim("debug", document.isDebug());
    appraisal.claim("revocation", "unknown");
  }
}
