// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.document;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import java.util.List;
import java.util.Set;

/**
 * Evidence as a server hands it out.
 *
 * @param nonce 32 bytes; the caller's, or the server's own in a certificate
 * @param level the assurance level the server claims, 0 to 4; only the verifier's own counts
 * @param bound the bytes of {@link Bound} as they are carried
 * @param submodules evidence over the anchor of nonce and bound
 * @param collateral what makers say of the hardware, where the server has it at hand
 */
public record EvidenceDocument(
    Bytes nonce, int level, Bytes bound, List<Submodule> submodules, Collateral collateral) {
  /** Largest document that is read, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  /** Profile of the claims set. */
  public static final String PROFILE = "tag:adyton.io,2026:evidence#1";

  /** Media type of the document. */
  public static final String MEDIA_TYPE =
      "application/eat-ucs+json; eat_profile=\"" + PROFILE + "\"";

  static final String COLLATERAL = "adyton_collateral";

  private static final int VERSION = 1;
  private static final int MAX_LEVEL = 4;
  private static final Set<String> MEMBERS =
      Set.of(
          "eat_profile",
          "eat_nonce",
          "adyton_version",
          "adyton_level",
          "adyton_bound",
          "submods",
          COLLATERAL);

  /** Copies the list. */
  public EvidenceDocument {
    submodules = List.copyOf(submodules);
  }

  /** A document without collateral. */
  public EvidenceDocument(Bytes nonce, int level, Bytes bound, List<Submodule> submodules) {
    this(nonce, level, bound, submodules, Collateral.NONE);
  }

  /** Returns what each submodule's evidence must hold. */
  public Anchor anchor() {
    return Anchor.of(nonce, bound);
  }

  /** Writes the document. */
  public Bytes toBytes() {
    return DocumentWriter.write(this, VERSION);
  }

  /**
   * Reads a document.
   *
   * @throws MalformedEvidenceException if it is larger than {@link #MAX_BYTES}, or a member is
   *     missing, unknown, there twice or of another form
   */
  public static EvidenceDocument parse(Bytes bytes) throws MalformedEvidenceException {
    StrictJson json = StrictJson.object("evidence", bytes, MAX_BYTES).only(MEMBERS);
    if (!json.text("eat_profile").equals(PROFILE) || json.number("adyton_version") != VERSION) {
      throw new MalformedEvidenceException(
          "evidence: expected profile %s, version %d".formatted(PROFILE, VERSION));
    }
    long level = json.number("adyton_level");
    if (level < 0 || level > MAX_LEVEL) {
      throw new MalformedEvidenceException(
          "evidence.adyton_level: expected 0 to 4, found %d".formatted(level));
    }
    return new EvidenceDocument(
        json.unpaddedBase64Url("eat_nonce", Anchor.NONCE_BYTES),
        (int) level,
        json.unpaddedBase64Url("adyton_bound"),
        SubmoduleReader.read(json.object("submods")),
        json.has(COLLATERAL) ? CollateralFormat.read(json.object(COLLATERAL)) : Collateral.NONE);
  }
}
