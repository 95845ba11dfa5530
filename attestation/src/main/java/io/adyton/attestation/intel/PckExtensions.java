// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.x509.Certificates;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;

/**
 * What Intel wrote into the certificate of a platform's key (OID 1.2.840.113741.1.13.1).
 *
 * @param fmspc 6 bytes, family and model of the platform
 * @param pceId 2 bytes
 * @param components security versions of 16 parts, one byte each
 * @param pceSvn security version of the provisioning enclave
 */
public record PckExtensions(Bytes fmspc, Bytes pceId, Bytes components, int pceSvn) {
  private static final String ARC = "1.2.840.113741.1.13.1";
  private static final int COMPONENTS = 16;

  /** Reads the extension. */
  public static PckExtensions of(X509Certificate certificate) throws MalformedEvidenceException {
    Bytes der =
        Certificates.extension(certificate, ARC)
            .orElseThrow(() -> new MalformedEvidenceException("PCK certificate: expected " + ARC));
    try {
      Map<String, ASN1Encodable> members = members(ASN1Sequence.getInstance(der.toArray()));
      Map<String, ASN1Encodable> tcb =
          members(ASN1Sequence.getInstance(required(members, ARC + ".2")));
      byte[] components = new byte[COMPONENTS];
      for (int i = 0; i < COMPONENTS; i++) {
        components[i] = (byte) number(tcb, ARC + ".2." + (i + 1), 0xff);
      }
      return new PckExtensions(
          octets(members, ARC + ".4", 6),
          octets(members, ARC + ".3", 2),
          Bytes.of(components),
          number(tcb, ARC + ".2.17", 0xffff));
    } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
      throw new MalformedEvidenceException(
          "PCK certificate: expected %s as Intel defines it, found another structure"
              .formatted(ARC),
          e);
    }
  }

  private static Map<String, ASN1Encodable> members(ASN1Sequence sequence) {
    Map<String, ASN1Encodable> members = new HashMap<>();
    for (ASN1Encodable element : sequence) {
      ASN1Sequence pair = ASN1Sequence.getInstance(element);
      if (pair.size() != 2) {
        throw new IllegalArgumentException("expected pairs");
      }
      String oid = ASN1ObjectIdentifier.getInstance(pair.getObjectAt(0)).getId();
      if (members.put(oid, pair.getObjectAt(1)) != null) {
        throw new IllegalArgumentException("expected each member once");
      }
    }
    return members;
  }

  private static ASN1Encodable required(Map<String, ASN1Encodable> members, String oid) {
    ASN1Encodable value = members.get(oid);
    if (value == null) {
      throw new IllegalArgumentException("expected " + oid);
    }
    return value;
  }

  private static int number(Map<String, ASN1Encodable> members, String oid, int max) {
    int value = ASN1Integer.getInstance(required(members, oid)).getPositiveValue().intValueExact();
    if (value > max) {
      throw new IllegalArgumentException("expected at most " + max);
    }
    return value;
  }

  private static Bytes octets(Map<String, ASN1Encodable> members, String oid, int length) {
    Bytes value = Bytes.of(ASN1OctetString.getInstance(required(members, oid)).getOctets());
    if (value.length() != length) {
      throw new IllegalArgumentException("expected " + length + " bytes");
    }
    return value;
  }
}
