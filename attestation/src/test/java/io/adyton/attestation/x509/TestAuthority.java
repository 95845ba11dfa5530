// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509v2CRLBuilder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate with its key, able to issue others: a maker's root that tests own. */
public record TestAuthority(
    X500Name name, KeyPair keys, String signatureAlgorithm, X509Certificate certificate) {
  /** The validity of everything that says nothing else. */
  public static final Instant START = Instant.parse("2025-01-01T00:00:00Z");

  public static final Instant END = Instant.parse("2035-01-01T00:00:00Z");

  /** How a certificate deviates from the usual. */
  public record Shape(
      Instant start,
      Instant end,
      int pathLength,
      boolean authority,
      int keyUsage,
      BigInteger serial,
      Map<String, Bytes> extensions,
      Map<String, Bytes> criticalExtensions) {
    public static final Shape AUTHORITY =
        new Shape(
            START,
            END,
            -1,
            true,
            KeyUsage.keyCertSign | KeyUsage.cRLSign,
            BigInteger.ONE,
            Map.of(),
            Map.of());
    public static final Shape LEAF =
        new Shape(
            START, END, -1, false, KeyUsage.digitalSignature, BigInteger.TWO, Map.of(), Map.of());

    public Shape during(Instant from, Instant to) {
      return new Shape(
          from, to, pathLength, authority, keyUsage, serial, extensions, criticalExtensions);
    }

    public Shape withPathLength(int length) {
      return new Shape(
          start, end, length, authority, keyUsage, serial, extensions, criticalExtensions);
    }

    public Shape withKeyUsage(int usage) {
      return new Shape(
          start, end, pathLength, authority, usage, serial, extensions, criticalExtensions);
    }

    public Shape withSerial(long number) {
      return new Shape(
          start,
          end,
          pathLength,
          authority,
          keyUsage,
          BigInteger.valueOf(number),
          extensions,
          criticalExtensions);
    }

    public Shape with(String oid, Bytes value) {
      Map<String, Bytes> more = new LinkedHashMap<>(extensions);
      more.put(oid, value);
      return new Shape(
          start, end, pathLength, authority, keyUsage, serial, more, criticalExtensions);
    }

    public Shape withCritical(String oid, Bytes value) {
      Map<String, Bytes> more = new LinkedHashMap<>(criticalExtensions);
      more.put(oid, value);
      return new Shape(start, end, pathLength, authority, keyUsage, serial, extensions, more);
    }
  }

  public static KeyPair ellipticCurve(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static KeyPair rsa() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Makes a root on P-256. */
  public static TestAuthority root(String name) {
    return root(name, ellipticCurve("secp256r1"), "SHA256withECDSA");
  }

  public static TestAuthority root(String name, KeyPair keys, String signatureAlgorithm) {
    X500Name subject = new X500Name(name);
    return new TestAuthority(
        subject,
        keys,
        signatureAlgorithm,
        issue(subject, keys, signatureAlgorithm, subject, keys, Shape.AUTHORITY));
  }

  /** Issues an authority below this one. */
  public TestAuthority authority(String subject, Shape shape) {
    return authority(subject, ellipticCurve("secp256r1"), "SHA256withECDSA", shape);
  }

  public TestAuthority authority(
      String subject, KeyPair subjectKeys, String algorithm, Shape shape) {
    return new TestAuthority(
        new X500Name(subject), subjectKeys, algorithm, leaf(subject, subjectKeys, shape));
  }

  public X509Certificate leaf(String subject, Shape shape) {
    return leaf(subject, ellipticCurve("secp256r1"), shape);
  }

  public X509Certificate leaf(String subject, KeyPair subjectKeys, Shape shape) {
    return issue(name, keys, signatureAlgorithm, new X500Name(subject), subjectKeys, shape);
  }

  /** Issues a revocation list that names these serial numbers. */
  public Bytes revocationList(Instant start, Instant end, long... serials) {
    try {
      var builder =
          new JcaX509v2CRLBuilder(certificate.getSubjectX500Principal(), Date.from(start));
      builder.setNextUpdate(Date.from(end));
      for (long serial : serials) {
        builder.addCRLEntry(BigInteger.valueOf(serial), Date.from(start), 0);
      }
      return Bytes.of(builder.build(signer(keys, signatureAlgorithm)).getEncoded());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes certificates as PEM. */
  public static Bytes pem(X509Certificate... certificates) {
    return Bytes.of(
        Arrays.stream(certificates)
            .map(
                certificate ->
                    "-----BEGIN CERTIFICATE-----\n"
                        + Base64.getMimeEncoder()
                            .encodeToString(Certificates.der(certificate).toArray())
                        + "\n-----END CERTIFICATE-----\n")
            .collect(Collectors.joining())
            .getBytes(StandardCharsets.US_ASCII));
  }

  private static X509Certificate issue(
      X500Name issuer,
      KeyPair issuerKeys,
      String algorithm,
      X500Name subject,
      KeyPair subjectKeys,
      Shape shape) {
    try {
      var builder =
          new JcaX509v3CertificateBuilder(
              issuer,
              shape.serial(),
              Date.from(shape.start()),
              Date.from(shape.end()),
              subject,
              subjectKeys.getPublic());
      if (shape.authority()) {
        builder.addExtension(
            Extension.basicConstraints,
            true,
            shape.pathLength() < 0
                ? new BasicConstraints(true)
                : new BasicConstraints(shape.pathLength()));
      }
      if (shape.keyUsage() != 0) {
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(shape.keyUsage()));
      }
      addAll(builder, shape.extensions(), false);
      addAll(builder, shape.criticalExtensions(), true);
      byte[] der = builder.build(signer(issuerKeys, algorithm)).getEncoded();
      return Certificates.parse("test", Bytes.of(der));
    } catch (IOException | MalformedEvidenceException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void addAll(
      JcaX509v3CertificateBuilder builder, Map<String, Bytes> extensions, boolean critical)
      throws CertIOException {
    for (var extension : extensions.entrySet()) {
      builder.addExtension(
          new ASN1ObjectIdentifier(extension.getKey()), critical, extension.getValue().toArray());
    }
  }

  private static ContentSigner signer(KeyPair keys, String algorithm) {
    try {
      return new JcaContentSignerBuilder(algorithm)
          .setProvider(new BouncyCastleProvider())
          .build(keys.getPrivate());
    } catch (OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }
}
