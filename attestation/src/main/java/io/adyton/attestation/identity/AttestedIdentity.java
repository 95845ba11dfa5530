// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.identity;

import io.adyton.attestation.aci.AttestationReport;
import io.adyton.attestation.aci.AttestationStatement;
import io.adyton.attestation.aci.WorkloadKeyset;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.AssuranceLevel;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.Collateral;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.tls.EvidenceSource;
import io.adyton.attestation.tls.ShownIdentity;
import io.adyton.attestation.tls.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import javax.net.ssl.X509ExtendedKeyManager;

/**
 * The keys of one process, and the evidence that binds them to the machine.
 *
 * <p><b>Guarantees.</b> Keys are drawn here and leave in no form. A certificate is valid for at
 * most {@link #VALIDITY} and carries evidence for its own key; {@link #rotate} draws a new key and
 * a new certificate, and connections made under the one before stay attestable until the rotation
 * after. Evidence for a connection names the key of exactly that connection.
 *
 * <p><b>Does not guarantee.</b> More than the {@link Attester} does. Thread-safe; {@link #evidence}
 * and {@link #rotate} take as long as the attester and are not for event loops.
 */
public final class AttestedIdentity {
  /** For how long a certificate is valid. */
  public static final Duration VALIDITY = Duration.ofHours(24);

  private static final int BOOT_BYTES = 32;

  /**
   * What a process says of itself beside its keys.
   *
   * @param models what it serves
   * @param logKey who signs the checkpoints of its log, SubjectPublicKeyInfo; empty without a log
   * @param engine what computes
   * @param privacy what an onlooker can still learn
   */
  public record Facts(
      List<Bound.Model> models,
      Bound.Engine engine,
      Bound.Privacy privacy,
      Optional<Bytes> logKey) {
    /** Copies the list. */
    public Facts {
      models = List.copyOf(models);
    }

    /** Says all but a log, where there is none. */
    public Facts(List<Bound.Model> models, Bound.Engine engine, Bound.Privacy privacy) {
      this(models, engine, privacy, Optional.empty());
    }
  }

  /**
   * What clients connect to.
   *
   * @param dns names
   * @param addresses addresses
   */
  public record Names(List<String> dns, List<InetAddress> addresses) {
    /** Copies the lists. */
    public Names {
      dns = List.copyOf(dns);
      addresses = List.copyOf(addresses);
    }
  }

  private final Attester attester;
  private final Facts facts;
  private final Names names;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final Bytes boot;
  private final SigningKey receiptKey = SigningKey.generate();
  private volatile List<TlsIdentity> identities = List.of();
  private volatile Bytes keptEvidence = Bytes.EMPTY;

  private AttestedIdentity(
      Attester attester, Facts facts, Names names, InstantSource clock, RandomGenerator random) {
    this.attester = attester;
    this.facts = facts;
    this.names = names;
    this.clock = clock;
    this.random = random;
    this.boot = draw(BOOT_BYTES);
  }

  /**
   * Draws the keys and asks for the first evidence.
   *
   * @param random cryptographically strong and thread-safe
   * @throws IOException if the attester could not answer
   */
  public static AttestedIdentity create(
      Attester attester, Facts facts, Names names, InstantSource clock, RandomGenerator random)
      throws IOException {
    AttestedIdentity identity = new AttestedIdentity(attester, facts, names, clock, random);
    identity.rotate();
    return identity;
  }

  /**
   * Draws a new TLS key and certificate for connections from now on.
   *
   * @throws IOException if the attester could not answer; the identity before stays
   */
  public synchronized void rotate() throws IOException {
    Instant now = clock.instant();
    TlsIdentity next =
        TlsIdentity.withEvidence(
            names.dns(),
            names.addresses(),
            now,
            VALIDITY,
            certificate -> Optional.of(certificateEvidence(certificate, now)));
    Bytes kept = evidence(draw(Anchor.NONCE_BYTES), next, Optional.empty()).toBytes();
    identities = Stream.concat(Stream.of(next), identities.stream().limit(1)).toList();
    keptEvidence = kept;
  }

  private Bytes certificateEvidence(EvidenceSource.Facts certificate, Instant now)
      throws IOException {
    Bytes bound = bound(certificate, Optional.empty(), List.of(), now).toBytes();
    Bytes nonce = draw(Anchor.NONCE_BYTES);
    List<Submodule> submodules =
        attester.attest(Anchor.of(nonce, bound)).stream()
            .map(AttestedIdentity::forCertificate)
            .toList();
    return document(nonce, bound, submodules, Collateral.NONE).toBytes();
  }

  private static EvidenceDocument document(
      Bytes nonce, Bytes bound, List<Submodule> submodules, Collateral collateral) {
    return new EvidenceDocument(
        nonce, AssuranceLevel.supportedBy(submodules), bound, submodules, collateral);
  }

  /** Leaves out what clients ask for by themselves: logs, and what is not of this machine alone. */
  private static Submodule forCertificate(Submodule submodule) {
    return switch (submodule) {
      case Submodule.Simulated simulated ->
          new Submodule.Simulated(simulated.key(), simulated.signature(), Bytes.EMPTY);
      case Submodule.Tpm tpm ->
          new Submodule.Tpm(
              tpm.quote(), tpm.attestationKey(), tpm.endorsementCertificates(), Bytes.EMPTY);
      case Submodule.Processor processor ->
          new Submodule.Processor(processor.kind(), processor.report(), Optional.empty());
      case Submodule.Gpu gpu -> gpu;
    };
  }

  private Bound bound(
      EvidenceSource.Facts certificate,
      Optional<Bytes> channel,
      List<Bound.Device> devices,
      Instant now) {
    return new Bound(
        certificate.publicKey(),
        receiptKey.publicKey(),
        facts.logKey(),
        certificate.certificate(),
        channel,
        devices,
        facts.models(),
        facts.engine(),
        facts.privacy(),
        boot,
        now.plus(VALIDITY));
  }

  /** Returns what a TLS engine needs to answer as the newest identity. */
  public X509ExtendedKeyManager keyManager() {
    return new ShownIdentity(() -> identities);
  }

  /** Returns the newest certificate. */
  public X509Certificate certificate() {
    return identities.getFirst().certificate();
  }

  /** Returns the assurance level the evidence can reach. */
  public int level() {
    return attester.level();
  }

  /** Returns SHA-256 of the newest TLS key's SubjectPublicKeyInfo, in hexadecimal. */
  public String publicKeyDigest() {
    return identities.getFirst().publicKeyDigest();
  }

  /**
   * Returns fresh evidence for one connection.
   *
   * @param nonce the caller's, 32 bytes
   * @param shown the certificate that this server showed on the connection
   * @param channel exported keying material of the connection, to bind the evidence to it
   * @throws IOException if the attester could not answer
   * @throws CertificateRenewedException if {@code shown} is none of this identity's any more
   */
  public EvidenceDocument evidence(Bytes nonce, X509Certificate shown, Optional<Bytes> channel)
      throws IOException, CertificateRenewedException {
    return evidence(nonce, find(shown), channel);
  }

  private EvidenceDocument evidence(Bytes nonce, TlsIdentity shown, Optional<Bytes> channel)
      throws IOException {
    EvidenceSource.Facts certificate = shown.facts();
    List<Submodule.Gpu> gpus = attester.attestDevices(nonce);
    List<Bound.Device> devices = gpus.stream().map(Submodule.Gpu::device).toList();
    Bytes bound = bound(certificate, channel, devices, clock.instant()).toBytes();
    List<Submodule> submodules = new ArrayList<>(attester.attest(Anchor.of(nonce, bound)));
    submodules.addAll(gpus);
    return document(nonce, bound, submodules, attester.collateral());
  }

  /**
   * Returns whole evidence of now, over a nonce of this identity's own and bound to no connection:
   * for receipts, which are verified when there is no connection any more. It names the receipt
   * key.
   */
  public Bytes keptEvidence() {
    return keptEvidence;
  }

  /** Returns what computes. */
  public Bound.Engine engine() {
    return facts.engine();
  }

  /**
   * Returns the key that signs bindings and receipts, which tell themselves apart by their tags.
   */
  public SigningKey receiptKey() {
    return receiptKey;
  }

  /**
   * Returns a fresh report in the form of ACI. It names the TLS keys of now, and is not bound to a
   * connection.
   *
   * @param nonce the caller's, 32 bytes
   * @throws IOException if the attester could not answer
   */
  public AttestationReport aciReport(Optional<Bytes> nonce) throws IOException {
    List<TlsIdentity> shown = identities;
    WorkloadKeyset keyset =
        new WorkloadKeyset(
            shown.getLast().certificate().getNotAfter().toInstant(),
            shown.stream().map(identity -> identity.facts().publicKey()).toList());
    AttestationStatement statement = new AttestationStatement(keyset.digest(), nonce);
    return new AttestationReport(keyset, nonce, attester.attest(statement.anchor()));
  }

  /**
   * Binds one connection by the receipt key.
   *
   * @param channel exported keying material of the connection
   * @param nonce the caller's, 32 bytes
   * @param shown the certificate that this server showed on the connection
   * @throws CertificateRenewedException if {@code shown} is none of this identity's any more
   */
  public ChannelBinding bind(Bytes channel, Bytes nonce, X509Certificate shown)
      throws CertificateRenewedException {
    Bytes evidence = find(shown).evidence().orElseThrow().digest("SHA-256");
    return new ChannelBinding(
        channel,
        nonce,
        evidence,
        receiptKey.sign(ChannelBinding.message(channel, nonce, evidence)));
  }

  /**
   * Answers a challenge of {@code TPM2_MakeCredential}; nothing where there is no TPM.
   *
   * @throws IOException if the TPM refuses
   */
  public Optional<Bytes> activate(Bytes credentialBlob, Bytes encryptedSecret) throws IOException {
    return attester.activate(credentialBlob, encryptedSecret);
  }

  private TlsIdentity find(X509Certificate shown) throws CertificateRenewedException {
    return identities.stream()
        .filter(identity -> identity.certificate().equals(shown))
        .findFirst()
        .orElseThrow(CertificateRenewedException::new);
  }

  private Bytes draw(int bytes) {
    byte[] drawn = new byte[bytes];
    random.nextBytes(drawn);
    return Bytes.of(drawn);
  }
}
