// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.tls.TlsIdentity;
import io.adyton.attestation.trust.ServerAppraisal;
import io.adyton.attestation.trust.ServerConnection;
import io.adyton.attestation.trust.ServerVerifier;
import io.adyton.attestation.trust.TrustPolicy;
import io.adyton.client.EvidenceExchange;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Verifies evidence that was genuine until one thing was changed.
 *
 * @param genuine what the server answered
 * @param policy what is demanded
 */
record Demonstration(EvidenceExchange genuine, TrustPolicy policy) {
  private static final int LAST_BIT = 1;

  /** Verifies after one bit of the quote was flipped on the way. */
  ServerAppraisal withOtherQuote() throws MalformedEvidenceException {
    EvidenceDocument document = EvidenceDocument.parse(genuine.document());
    List<Submodule> submodules =
        document.submodules().stream().map(Demonstration::flipped).toList();
    return verify(
        new EvidenceDocument(document.nonce(), document.level(), document.bound(), submodules)
            .toBytes(),
        genuine.connection());
  }

  /** Verifies as a client would whose connection ends at somebody with a key of their own. */
  ServerAppraisal withOtherKey() {
    TlsIdentity somebody =
        TlsIdentity.selfSigned(
            List.of("localhost"),
            List.of(InetAddress.getLoopbackAddress()),
            genuine.at(),
            Duration.ofDays(1));
    ServerConnection connection = genuine.connection();
    return verify(
        genuine.document(),
        new ServerConnection(
            somebody.certificate(),
            connection.nonce(),
            connection.channel(),
            connection.activation()));
  }

  private ServerAppraisal verify(Bytes document, ServerConnection connection) {
    return new ServerVerifier().verify(document, connection, genuine.at(), policy);
  }

  private static Submodule flipped(Submodule submodule) {
    if (!(submodule instanceof Submodule.Tpm tpm)) {
      return submodule;
    }
    byte[] signature = tpm.quote().signature().orElseThrow().toArray();
    signature[signature.length - 1] ^= LAST_BIT;
    return new Submodule.Tpm(
        new TpmQuoteEvidence.Quote(
            tpm.quote().message(), Optional.of(Bytes.of(signature)), tpm.quote().pcrs()),
        tpm.attestationKey(),
        tpm.endorsementCertificates(),
        tpm.log());
  }
}
