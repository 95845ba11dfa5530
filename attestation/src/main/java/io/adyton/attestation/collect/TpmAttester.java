// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.evidence.TpmQuoteEvidence.AttestationKey;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tpm.device.KeyTemplate;
import io.adyton.attestation.tpm.device.LoadedKey;
import io.adyton.attestation.tpm.device.Tpm;
import io.adyton.attestation.tpm.device.TpmHandle;
import io.adyton.attestation.tpm.device.TpmTransport;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Speaks for this machine through its TPM 2.0, with an attestation key that exists for as long as
 * this object and lies below the TPM's endorsement key.
 *
 * <p><b>Guarantees.</b> A quote covers PCRs 0 to 15 of the SHA-256 bank, and the values beside it
 * are the quoted ones. Two slots of the TPM are taken until {@link #close()}.
 *
 * <p><b>Does not guarantee.</b> That the TPM is a real one: that follows from the endorsement
 * certificate and from {@link #activate} alone, and is the verifier's to find out.
 *
 * <p>Thread-safe; callers wait for each other, a quote takes milliseconds to a second. Not to be
 * called from an event loop.
 */
public final class TpmAttester implements AutoCloseable {
  private static final TpmHandle ENDORSEMENT_CERTIFICATE = new TpmHandle(0x01c00002);

  private final Tpm tpm;
  private final LoadedKey endorsementKey;
  private final LoadedKey attestationKey;
  private final Optional<Bytes> endorsementCertificate;

  private TpmAttester(
      Tpm tpm,
      LoadedKey endorsementKey,
      LoadedKey attestationKey,
      Optional<Bytes> endorsementCertificate) {
    this.tpm = tpm;
    this.endorsementKey = endorsementKey;
    this.attestationKey = attestationKey;
    this.endorsementCertificate = endorsementCertificate;
  }

  /**
   * Creates the keys. Owns {@code transport} from now on, also if this fails.
   *
   * @throws IOException if the TPM cannot be reached or refuses
   */
  public static TpmAttester open(TpmTransport transport, SecureRandom random) throws IOException {
    Tpm tpm = new Tpm(transport, random);
    try {
      tpm.flushLeftovers();
      LoadedKey endorsementKey = tpm.endorsementKey(KeyTemplate.ENDORSEMENT_RSA_2048);
      LoadedKey attestationKey = tpm.childOf(endorsementKey, KeyTemplate.ATTESTATION_P256);
      return new TpmAttester(
          tpm,
          endorsementKey,
          attestationKey,
          tpm.readIndex(ENDORSEMENT_CERTIFICATE).map(TpmAttester::withoutPadding));
    } catch (IOException e) {
      try (tpm) {
        throw e;
      }
    }
  }

  /** Returns the attestation key’s public area, TPMT_PUBLIC. */
  public Bytes attestationKey() {
    return attestationKey.publicArea().toBytes();
  }

  /** Returns the attestation key’s name, as credentials are made for it. */
  public Bytes attestationKeyName() {
    return attestationKey.publicArea().name();
  }

  /** Returns the maker’s certificate of the endorsement key, DER, if the TPM holds one. */
  public Optional<Bytes> endorsementCertificate() {
    return endorsementCertificate;
  }

  /** Returns how many bytes of qualifying data fit into a quote, at least 34. */
  public synchronized int maxQualifyingDataBytes() throws IOException {
    HashAlgorithm longest = HashAlgorithm.SHA256;
    for (HashAlgorithm algorithm : HashAlgorithm.values()) {
      if (algorithm.digestBytes() > longest.digestBytes() && tpm.has(algorithm)) {
        longest = algorithm;
      }
    }
    return Short.BYTES + longest.digestBytes();
  }

  /** Returns the value of a register of the SHA-256 bank. */
  public synchronized Bytes register(int pcr) throws IOException {
    SortedSet<Integer> one = new TreeSet<>(Set.of(pcr));
    return tpm.registers(one).values().iterator().next();
  }

  /** Extends a register of the SHA-256 bank with a digest of 32 bytes. */
  public synchronized void extend(int pcr, Bytes sha256) throws IOException {
    tpm.extend(pcr, sha256);
  }

  /**
   * Quotes PCRs 0 to 15 of the SHA-256 bank.
   *
   * @param qualifyingData at most {@link #maxQualifyingDataBytes()}
   * @throws IOException also if registers do not stand still
   */
  public synchronized Quote quote(Bytes qualifyingData) throws IOException {
    return RegisterQuote.take(tpm, attestationKey.handle(), qualifyingData);
  }

  /** Returns a fresh quote as evidence, with the log that leads to it. */
  public TpmQuoteEvidence evidence(Bytes qualifyingData, Optional<Bytes> log) throws IOException {
    return new TpmQuoteEvidence(
        List.of(quote(qualifyingData)), new AttestationKey(attestationKey(), List.of()), log);
  }

  /**
   * Answers a challenge that only this TPM can answer, if it was made for its endorsement key and
   * this attestation key.
   *
   * @param credentialBlob TPM2B_ID_OBJECT without its length
   * @param encryptedSecret TPM2B_ENCRYPTED_SECRET without its length
   */
  public synchronized Bytes activate(Bytes credentialBlob, Bytes encryptedSecret)
      throws IOException {
    return tpm.activate(attestationKey, endorsementKey, credentialBlob, encryptedSecret);
  }

  /** An index may be longer than the certificate in it, whose header says how long it is. */
  private static Bytes withoutPadding(Bytes index) {
    if (index.length() < 4 || index.at(0) != 0x30 || index.at(1) != 0x82) {
      return index;
    }
    int length = 4 + (index.at(2) << 8 | index.at(3));
    return length < index.length() ? index.slice(0, length) : index;
  }

  /** Gives the slots back and hangs up. */
  @Override
  public synchronized void close() throws IOException {
    try (tpm;
        endorsementKey;
        attestationKey) {
      // Closed in the opposite order, each one even if another fails.
    }
  }
}
