// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tls;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A private key that exists in this process only, and the certificate that names it.
 *
 * <p><b>Guarantees.</b> The key is fresh, on curve P-256, and is written nowhere; there is no
 * method that returns it. The certificate is for server authentication and carries the names given.
 *
 * <p><b>Does not guarantee.</b> Anything about who runs the process: the certificate is signed by
 * its own key, and evidence in it proves what a verifier says it proves. Immutable and thread-safe.
 */
public final class TlsIdentity {
  private static final String CURVE = "secp256r1";
  private static final String SIGNATURE = "SHA256withECDSA";
  private static final Duration BACKDATED = Duration.ofMinutes(5);
  private static final int SERIAL_BITS = 127;

  private final PrivateKey key;
  private final X509Certificate certificate;
  private final EvidenceSource.Facts facts;
  private final Optional<Bytes> evidence;

  private TlsIdentity(
      PrivateKey key,
      X509Certificate certificate,
      EvidenceSource.Facts facts,
      Optional<Bytes> evidence) {
    this.key = key;
    this.certificate = certificate;
    this.facts = facts;
    this.evidence = evidence;
  }

  /**
   * Creates a key and a certificate for it.
   *
   * @param dnsNames names clients will connect to, such as {@code localhost}
   * @param addresses addresses clients will connect to
   * @param now when the certificate becomes valid, less five minutes for clocks that differ
   * @param validity how long it stays so
   */
  public static TlsIdentity selfSigned(
      List<String> dnsNames, List<InetAddress> addresses, Instant now, Duration validity) {
    try {
      return withEvidence(dnsNames, addresses, now, validity, facts -> Optional.empty());
    } catch (IOException e) {
      throw new IllegalStateException("nobody was asked for evidence", e);
    }
  }

  /**
   * Creates a key and a certificate for it that carries evidence.
   *
   * @param evidence gives the evidence for the key and the certificate around it, or none
   * @throws IOException if {@code evidence} fails
   */
  public static TlsIdentity withEvidence(
      List<String> dnsNames,
      List<InetAddress> addresses,
      Instant now,
      Duration validity,
      EvidenceSource evidence)
      throws IOException {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(CURVE));
      KeyPair pair = generator.generateKeyPair();
      JcaX509v3CertificateBuilder builder = builder(pair, dnsNames, addresses, now, validity);
      Bytes bare = CertificateEvidence.bareDigest(sign(builder, pair.getPrivate()));
      Bytes spki = Bytes.of(pair.getPublic().getEncoded()).digest("SHA-256");
      EvidenceSource.Facts facts = new EvidenceSource.Facts(spki, bare);
      Optional<Bytes> document = evidence.evidence(facts);
      if (document.isPresent()) {
        builder.addExtension(
            CertificateEvidence.OID, false, CertificateEvidence.extension(document.get()));
      }
      return new TlsIdentity(pair.getPrivate(), sign(builder, pair.getPrivate()), facts, document);
    } catch (GeneralSecurityException | OperatorCreationException e) {
      throw new IllegalStateException("this Java cannot sign with " + SIGNATURE, e);
    }
  }

  private static X509Certificate sign(JcaX509v3CertificateBuilder builder, PrivateKey key)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(builder.build(new JcaContentSignerBuilder(SIGNATURE).build(key)));
  }

  private static JcaX509v3CertificateBuilder builder(
      KeyPair pair,
      List<String> dnsNames,
      List<InetAddress> addresses,
      Instant now,
      Duration validity)
      throws GeneralSecurityException, IOException {
    X500Name name = new X500Name("CN=Adyton");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1),
            Date.from(now.minus(BACKDATED)),
            Date.from(now.plus(validity)),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    builder.addExtension(
        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
    builder.addExtension(
        Extension.subjectAlternativeName, false, alternativeNames(dnsNames, addresses));
    return builder;
  }

  private static GeneralNames alternativeNames(List<String> dnsNames, List<InetAddress> addresses) {
    List<GeneralName> names = new ArrayList<>();
    dnsNames.forEach(dns -> names.add(new GeneralName(GeneralName.dNSName, dns)));
    addresses.forEach(
        address -> names.add(new GeneralName(GeneralName.iPAddress, address.getHostAddress())));
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  /** Returns the certificate. */
  public X509Certificate certificate() {
    return certificate;
  }

  /** Returns what evidence for this identity must be bound to. */
  public EvidenceSource.Facts facts() {
    return facts;
  }

  /** Returns the evidence document in the certificate. */
  public Optional<Bytes> evidence() {
    return evidence;
  }

  /** Returns the SHA-256 of the public key's encoding (SubjectPublicKeyInfo), in hexadecimal. */
  public String publicKeyDigest() {
    return facts.publicKey().hex();
  }

  /** Returns what a TLS engine needs to answer as this identity, and nobody else should hold. */
  public X509ExtendedKeyManager keyManager() {
    return new ShownIdentity(() -> List.of(this));
  }

  PrivateKey key() {
    return key;
  }

  /** Shows the public key's digest. */
  @Override
  public String toString() {
    return "TlsIdentity[" + publicKeyDigest() + "]";
  }
}
