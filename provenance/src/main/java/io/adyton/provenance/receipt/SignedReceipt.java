// SPDX-License-Identifier: Apache-2.0
package io.adyton.provenance.receipt;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.identity.SigningKey;
import io.adyton.attestation.json.StrictJson;
import io.adyton.provenance.json.CanonicalJson;
import io.adyton.provenance.json.CanonicalJson.Elements;
import io.adyton.provenance.json.CanonicalJson.Members;
import io.adyton.provenance.json.CanonicalJson.Text;
import io.adyton.provenance.log.InclusionProof;
import io.adyton.provenance.log.LoggedLeaf;
import io.adyton.provenance.log.MalformedNoteException;
import io.adyton.provenance.log.SignedNote;
import io.adyton.provenance.log.TreeHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A receipt under its signature, and what shows that it is in the log.
 *
 * @param payload the bytes of a {@link Receipt}, never written anew
 * @param signature by the receipt key over {@link #message}
 * @param logged absent where it is not in a log
 */
public record SignedReceipt(Bytes payload, Bytes signature, Optional<LoggedLeaf> logged) {
  private static final Bytes TAG =
      Bytes.of("adyton-receipt-v1\0".getBytes(StandardCharsets.US_ASCII));
  private static final int SIGNATURE_BYTES = 64;

  /** Signs a receipt. */
  public static SignedReceipt sign(Receipt receipt, SigningKey key) {
    Bytes payload = receipt.toBytes();
    return new SignedReceipt(payload, key.sign(message(payload)), Optional.empty());
  }

  /** Returns what is signed. */
  public static Bytes message(Bytes payload) {
    return Bytes.concat(TAG, payload);
  }

  /** Returns the leaf of the log. */
  public Bytes leaf() {
    return TreeHash.leaf(payload);
  }

  /** Returns this receipt with what shows that it is in a log. */
  public SignedReceipt with(LoggedLeaf proof) {
    return new SignedReceipt(payload, signature, Optional.of(proof));
  }

  /** Returns whether {@code receiptKey} signed this; SubjectPublicKeyInfo in DER. */
  public boolean isBy(Bytes receiptKey) {
    return SigningKey.verifies(receiptKey, message(payload), signature);
  }

  /** Returns this receipt as JSON. */
  public Members json() {
    Members json =
        CanonicalJson.object()
            .with("payload", StrictJson.unpaddedBase64Url(payload))
            .with("sig", StrictJson.unpaddedBase64Url(signature));
    if (logged.isEmpty()) {
      return json;
    }
    InclusionProof proof = logged.get().proof();
    List<CanonicalJson> path = new ArrayList<>();
    proof.path().forEach(hash -> path.add(new Text(StrictJson.unpaddedBase64Url(hash))));
    return json.with(
            "inclusion",
            CanonicalJson.object()
                .with("index", proof.index())
                .with("size", proof.size())
                .with("path", new Elements(path)))
        .with(
            "checkpoint",
            new String(logged.get().checkpoint().toBytes().toArray(), StandardCharsets.UTF_8));
  }

  /** Reads what {@link #json} writes. */
  public static SignedReceipt read(StrictJson json) throws MalformedEvidenceException {
    json.only(Set.of("payload", "sig", "inclusion", "checkpoint"));
    return new SignedReceipt(
        json.unpaddedBase64Url("payload"),
        json.unpaddedBase64Url("sig", SIGNATURE_BYTES),
        json.has("inclusion") || json.has("checkpoint")
            ? Optional.of(readLogged(json))
            : Optional.empty());
  }

  private static LoggedLeaf readLogged(StrictJson json) throws MalformedEvidenceException {
    StrictJson inclusion = json.object("inclusion").only(Set.of("index", "size", "path"));
    List<StrictJson> hashes = inclusion.list("path");
    if (hashes.size() > InclusionProof.MOST_HASHES) {
      throw new MalformedEvidenceException("receipt.inclusion.path: expected at most 63 hashes");
    }
    List<Bytes> path = new ArrayList<>();
    for (StrictJson hash : hashes) {
      Bytes value = hash.unpaddedBase64Url();
      if (value.length() != TreeHash.BYTES) {
        throw new MalformedEvidenceException("receipt.inclusion.path: expected hashes of 32 bytes");
      }
      path.add(value);
    }
    try {
      return new LoggedLeaf(
          new InclusionProof(inclusion.number("index"), inclusion.number("size"), path),
          SignedNote.parse(Bytes.of(json.text("checkpoint").getBytes(StandardCharsets.UTF_8))));
    } catch (MalformedNoteException e) {
      throw new MalformedEvidenceException("receipt.checkpoint: " + e.getMessage(), e);
    }
  }
}
