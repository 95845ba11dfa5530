// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * Root certificates that are trusted because the verifier brings them along, never because evidence
 * does. A root is recognised by name and public key together.
 *
 * @param certificates the roots
 */
public record TrustAnchors(List<X509Certificate> certificates) {
  /** Copies the list. */
  public TrustAnchors {
    certificates = List.copyOf(certificates);
  }

  /** Trusts these. */
  public static TrustAnchors of(X509Certificate... certificates) {
    return new TrustAnchors(List.of(certificates));
  }

  /**
   * Loads one certificate that ships beside {@code owner}.
   *
   * @param name PEM resource, relative to the package of {@code owner}
   * @param sha256 SHA-256 of the DER certificate, in hexadecimal
   * @throws IllegalStateException if the resource is missing or is another certificate: the program
   *     itself is then damaged
   */
  public static X509Certificate load(Class<?> owner, String name, String sha256) {
    try (InputStream stream = owner.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("expected the trust anchor %s, found none".formatted(name));
      }
      X509Certificate certificate =
          Certificates.read(name, Bytes.of(stream.readAllBytes())).getFirst();
      String found = Certificates.der(certificate).digest("SHA-256").hex();
      if (!found.equals(sha256)) {
        throw new IllegalStateException(
            "trust anchor %s: expected SHA-256 %s, found %s".formatted(name, sha256, found));
      }
      return certificate;
    } catch (MalformedEvidenceException e) {
      throw new IllegalStateException("trust anchor %s is damaged".formatted(name), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns whether this certificate has name and public key of a root. */
  public boolean contains(X509Certificate certificate) {
    return certificates.stream()
        .anyMatch(
            anchor ->
                anchor.getSubjectX500Principal().equals(certificate.getSubjectX500Principal())
                    && anchor.getPublicKey().equals(certificate.getPublicKey()));
  }
}
