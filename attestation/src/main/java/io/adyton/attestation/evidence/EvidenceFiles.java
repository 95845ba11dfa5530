// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.evidence;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.Map;
import java.util.Optional;

/**
 * Evidence as files: what kind, how written, and which file plays which role.
 *
 * @param kind what the files are
 * @param format how the main file is written; certificates and lists are PEM or DER in any case
 * @param byRole contents by role, such as {@code report} or {@code chain}
 */
public record EvidenceFiles(EvidenceKind kind, EvidenceFormat format, Map<String, Bytes> byRole) {
  /** Copies the map. */
  public EvidenceFiles {
    byRole = Map.copyOf(byRole);
  }

  /** Returns the file of this role. */
  public Optional<Bytes> find(String role) {
    return Optional.ofNullable(byRole.get(role));
  }

  /** Returns the file of this role, which the kind cannot do without. */
  public Bytes file(String role) throws MalformedEvidenceException {
    return find(role)
        .orElseThrow(
            () ->
                new MalformedEvidenceException(
                    "%s: expected a file in the role '%s', found %s"
                        .formatted(
                            kind.label(), role, byRole.keySet().stream().sorted().toList())));
  }

  /**
   * Returns the main file of this role, decoded if it is written as hexadecimal or base64.
   *
   * @throws MalformedEvidenceException if there is none, or it is not what the format says
   */
  public Bytes decoded(String role) throws MalformedEvidenceException {
    Bytes file = file(role);
    return switch (format) {
      case RAW -> file;
      case HEX -> TextEncoding.hex(role, file);
      case BASE64 -> TextEncoding.base64(role, file);
      case JSON, GO_ATTESTATION_JSON, PROTO, TPM2TOOLS, NSM_FRAMED ->
          throw new MalformedEvidenceException(
              "%s: expected the file '%s' as raw, hex or base64, found the format %s"
                  .formatted(kind.label(), role, format.label()));
    };
  }
}
