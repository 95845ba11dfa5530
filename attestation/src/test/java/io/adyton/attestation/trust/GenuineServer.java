// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.boot.StartEvent;
import io.adyton.attestation.boot.StartEvent.Kind;
import io.adyton.attestation.boot.StartLog;
import io.adyton.attestation.boot.TpmRegister;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.collect.TpmAttester;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.Attester;
import io.adyton.attestation.identity.MeasuredMachine;
import io.adyton.attestation.tpm.credential.ActivationChallenge;
import io.adyton.attestation.tpm.device.SoftwareTpm;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A server on a software TPM, measured and served as it should be, and a client that asks it. */
final class GenuineServer implements AutoCloseable {
  static final SecureRandom RANDOM = new SecureRandom();
  static final StartEvent JAR = new StartEvent(Kind.JAR, "adyton.jar", digest("jar"));
  static final StartEvent MODEL = new StartEvent(Kind.MODEL, "smol", digest("weights"));
  static final Bytes ENGINE = digest("engine");

  /** The authority of a software TPM begins when it is made, which may be later in a long run. */
  @SuppressWarnings("TimeInStaticInitializer")
  static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(1, ChronoUnit.DAYS);

  private static final ServerVerifier VERIFIER = new ServerVerifier();

  private final TpmAttester tpm;
  private final StartLog log;
  private final AttestedIdentity identity;

  private GenuineServer(TpmAttester tpm, StartLog log, AttestedIdentity identity) {
    this.tpm = tpm;
    this.log = log;
    this.identity = identity;
  }

  static GenuineServer start(SoftwareTpm swtpm, Path directory) throws IOException {
    TpmAttester tpm = TpmAttester.open(swtpm.connect(), RANDOM);
    StartLog log =
        StartLog.open(directory.resolve("start.log"), Optional.empty(), new TpmRegister(tpm));
    log.append(start());
    return new GenuineServer(tpm, log, identity(new MeasuredMachine(tpm, log)));
  }

  /** What every start measures. */
  static List<StartEvent> start() {
    return List.of(new StartEvent(Kind.START, "1.0", drawn(32)), JAR, MODEL);
  }

  /** An identity of the same names, model and engine, whoever vouches for it. */
  static AttestedIdentity identity(Attester attester) throws IOException {
    return AttestedIdentity.create(
        attester,
        new AttestedIdentity.Facts(
            List.of(new Bound.Model(MODEL.name(), MODEL.sha256())),
            new Bound.Engine("libllama", "v0.5.0", ENGINE),
            new Bound.Privacy(0, 0, "per-tenant")),
        new AttestedIdentity.Names(List.of("localhost"), List.of(InetAddress.ofLiteral("::1"))),
        InstantSource.fixed(NOW),
        RANDOM);
  }

  AttestedIdentity identity() {
    return identity;
  }

  TpmAttester tpm() {
    return tpm;
  }

  StartLog log() {
    return log;
  }

  EvidenceDocument evidence(Bytes nonce, Optional<Bytes> channel) throws Exception {
    return identity.evidence(nonce, identity.certificate(), channel);
  }

  /** The policy of somebody who knows this server's program, and the makers of these TPMs. */
  static TrustPolicy policy(SoftwareTpm... makers) throws Exception {
    return policy("", "", makers);
  }

  /** The same policy with further members, each text beginning with a comma. */
  static TrustPolicy policy(String members, String tpmMembers, SoftwareTpm... makers)
      throws Exception {
    StringBuilder roots = new StringBuilder();
    for (SoftwareTpm maker : makers) {
      for (Bytes certificate : maker.authority()) {
        roots.append(new String(certificate.toArray(), StandardCharsets.US_ASCII));
      }
    }
    String pinned = "{\"values\":[\"" + "00".repeat(32) + "\"]}";
    String registers =
        IntStream.range(0, 16)
            .mapToObj(i -> "\"%d\":%s".formatted(i, i == 12 ? "{\"replay\":true}" : pinned))
            .collect(Collectors.joining(","));
    return TrustPolicy.parse(
        utf8(
            """
            {"adyton_policy":1,"serial":1,"min_level":1,"models":["%s"],"engines":["%s"],
             "code":["%s"]%s,"tpm":{"endorsement_roots":"%s","pcrs":{%s}%s}}
            """
                .formatted(
                    MODEL.sha256(),
                    ENGINE,
                    MeasuredStart.code(List.of(JAR)),
                    members,
                    roots.toString().replace("\n", "\\n"),
                    registers,
                    tpmMembers)));
  }

  /** Puts a challenge to whoever shows this evidence, as a client does. */
  static Optional<TpmActivation> activate(EvidenceDocument evidence, AttestedIdentity server)
      throws Exception {
    return activate((Submodule.Tpm) evidence.submodules().getFirst(), server);
  }

  static Optional<TpmActivation> activate(Submodule.Tpm tpm, AttestedIdentity server)
      throws Exception {
    ActivationChallenge challenge = TpmActivation.challenge(tpm, RANDOM).orElseThrow();
    Bytes answer =
        server
            .activate(challenge.credential().blob(), challenge.credential().encryptedSeed())
            .orElseThrow();
    return Optional.of(new TpmActivation(challenge, answer));
  }

  static ServerAppraisal verify(
      EvidenceDocument evidence, ServerConnection connection, TrustPolicy policy) {
    return VERIFIER.verify(evidence.toBytes(), connection, NOW, policy);
  }

  static Bytes drawn(int length) {
    byte[] drawn = new byte[length];
    RANDOM.nextBytes(drawn);
    return Bytes.of(drawn);
  }

  static Bytes digest(String text) {
    return utf8(text).digest("SHA-256");
  }

  static Bytes utf8(String text) {
    return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    tpm.close();
  }
}
