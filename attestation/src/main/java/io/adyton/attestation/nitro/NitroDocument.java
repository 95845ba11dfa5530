// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nitro;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.cbor.CborItem;
import io.adyton.attestation.cbor.CborReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The payload of an attestation document. Read, not believed: {@link NitroVerifier} does that.
 * Members with other names are passed over, because AWS signed them too.
 *
 * @param moduleId the enclave, as AWS names it
 * @param timestampMillis when the document was made, milliseconds since 1970
 * @param pcrs 48-byte registers by index, 0 to 2 always among them
 * @param certificate DER of the certificate whose key signed the document
 * @param caBundle DER of the certificates above it, root first; at least one
 * @param publicKey 1 to 1,024 bytes that the enclave put in
 * @param userData up to 512 bytes that the enclave put in
 * @param nonce up to 512 bytes that the enclave put in
 */
record NitroDocument(
    String moduleId,
    long timestampMillis,
    SortedMap<Integer, Bytes> pcrs,
    Bytes certificate,
    List<Bytes> caBundle,
    Optional<Bytes> publicKey,
    Optional<Bytes> userData,
    Optional<Bytes> nonce) {
  private static final String STRUCTURE = "attestation document";
  private static final int MAX_CERTIFICATE_BYTES = 1024;
  private static final int MAX_PCR = 31;
  private static final int PCR_BYTES = 48;

  NitroDocument {
    pcrs = Collections.unmodifiableSortedMap(new TreeMap<>(pcrs));
    caBundle = List.copyOf(caBundle);
  }

  static NitroDocument read(Bytes payload) throws MalformedEvidenceException {
    if (!(CborReader.read(STRUCTURE, payload) instanceof CborItem.Members(var members))) {
      throw new MalformedEvidenceException(STRUCTURE + ": expected a map, found otherwise");
    }
    Fields fields = new Fields(members);
    String digest = fields.text("digest");
    if (!digest.equals("SHA384")) {
      throw new MalformedEvidenceException(
          "%s.digest: expected SHA384, found another of %d characters"
              .formatted(STRUCTURE, digest.length()));
    }
    return new NitroDocument(
        fields.text("module_id"),
        fields.number("timestamp"),
        pcrs(fields.find("pcrs")),
        fields.octets("certificate", 1, MAX_CERTIFICATE_BYTES),
        caBundle(fields.find("cabundle")),
        fields.optionalOctets("public_key", 1, 1024),
        fields.optionalOctets("user_data", 0, 512),
        fields.optionalOctets("nonce", 0, 512));
  }

  /** Returns whether PCR 0 to 2 are zero, as they are when an enclave runs in debug mode. */
  boolean isDebug() {
    return pcrs.headMap(3).values().stream().allMatch(Bytes::isZero);
  }

  private static SortedMap<Integer, Bytes> pcrs(CborItem item) throws MalformedEvidenceException {
    SortedMap<Integer, Bytes> pcrs = new TreeMap<>();
    if (item instanceof CborItem.Members(var members)) {
      for (Map.Entry<CborItem, CborItem> member : members.entrySet()) {
        if (!(member.getKey() instanceof CborItem.Whole(long index))
            || index < 0
            || index > MAX_PCR
            || !(member.getValue() instanceof CborItem.Octets(Bytes value))
            || value.length() != PCR_BYTES) {
          throw refused("pcrs", "indexes 0 to 31 with 48 bytes each");
        }
        pcrs.put((int) index, value);
      }
    }
    if (pcrs.headMap(3).size() != 3) {
      throw refused("pcrs", "a map that holds PCR 0, 1 and 2");
    }
    return pcrs;
  }

  private static List<Bytes> caBundle(CborItem item) throws MalformedEvidenceException {
    List<Bytes> bundle = new ArrayList<>();
    if (item instanceof CborItem.Sequence(List<CborItem> certificates)) {
      for (CborItem certificate : certificates) {
        if (!(certificate instanceof CborItem.Octets(Bytes der))
            || der.length() == 0
            || der.length() > MAX_CERTIFICATE_BYTES) {
          throw refused("cabundle", "byte strings of 1 to 1024 bytes");
        }
        bundle.add(der);
      }
    }
    if (bundle.isEmpty()) {
      throw refused("cabundle", "an array of at least one certificate");
    }
    return bundle;
  }

  private static MalformedEvidenceException refused(String field, String expected) {
    return new MalformedEvidenceException(
        "%s.%s: expected %s, found otherwise".formatted(STRUCTURE, field, expected));
  }

  /** The members by name. */
  private record Fields(Map<CborItem, CborItem> members) {
    CborItem find(String name) {
      return members.getOrDefault(new CborItem.Text(name), new CborItem.Null());
    }

    String text(String name) throws MalformedEvidenceException {
      if (find(name) instanceof CborItem.Text(String value) && !value.isEmpty()) {
        return value;
      }
      throw refused(name, "text");
    }

    long number(String name) throws MalformedEvidenceException {
      if (find(name) instanceof CborItem.Whole(long value) && value > 0) {
        return value;
      }
      throw refused(name, "a number above 0");
    }

    Bytes octets(String name, int min, int max) throws MalformedEvidenceException {
      return optionalOctets(name, min, max)
          .orElseThrow(() -> refused(name, "%d to %d bytes".formatted(min, max)));
    }

    Optional<Bytes> optionalOctets(String name, int min, int max)
        throws MalformedEvidenceException {
      return switch (find(name)) {
        case CborItem.Null() -> Optional.empty();
        case CborItem.Octets(Bytes value) when value.length() >= min && value.length() <= max ->
            Optional.of(value);
        case CborItem _ -> throw refused(name, "%d to %d bytes".formatted(min, max));
      };
    }
  }
}
