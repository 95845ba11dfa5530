// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static io.adyton.attestation.trust.GenuineServer.RANDOM;
import static io.adyton.attestation.trust.GenuineServer.drawn;
import static java.util.Objects.requireNonNull;

import io.adyton.attestation.boot.StartEvent;
import io.adyton.attestation.boot.StartLog;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.collect.TpmAttester;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.EvidenceDocument;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.Attester;
import io.adyton.attestation.tpm.device.KeyTemplate;
import io.adyton.attestation.tpm.device.LoadedKey;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import io.adyton.attestation.tpm.device.Tpm;
import io.adyton.attestation.tpm.device.Tpm.SignedQuote;
import io.adyton.attestation.tpm.device.TpmTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Another program runs, which register 12 tells. It measures the expected program into register 16,
 * which software can set back, and quotes that one instead.
 */
class ResettablePcrIsRejectedTest {
  private static final int RESETTABLE = 16;
  private static final Bytes OTHER_PROGRAM = GenuineServer.digest("another program");

  @RegisterExtension static final SwtpmExtension SWTPM = new SwtpmExtension();

  @TempDir Path directory;

  @Test
  void refusesResettableRegisterInPlaceOfTheMeasuredOne() throws Exception {
    attack(StartEvent.REGISTER, "tpm.pcr-selection");
  }

  @Test
  void refusesResettableRegisterBesideNoMeasuredOne() throws Exception {
    attack(RESETTABLE, "tpm.log.sha256", "pcr.12");
  }

  private void attack(int shownAs, String... stoppedBy) throws Exception {
    TrustPolicy policy = GenuineServer.policy(SWTPM.tpm());
    try (SwitchedRegister attacker = SwitchedRegister.open(directory.resolve("log"), shownAs)) {
      AttestedIdentity identity = GenuineServer.identity(attacker);
      Optional<TpmActivation> activation =
          GenuineServer.activate(evidence(identity, drawn(32)), identity);
      for (int i = 0; i < Attacks.TRIES; i++) {
        Bytes nonce = drawn(32);

        ServerAppraisal appraisal =
            GenuineServer.verify(
                evidence(identity, nonce),
                new ServerConnection(identity.certificate(), nonce, Optional.empty(), activation),
                policy);

        Attacks.assertStoppedBy(appraisal, stoppedBy);
      }
    }
  }

  private static EvidenceDocument evidence(AttestedIdentity identity, Bytes nonce)
      throws Exception {
    return identity.evidence(nonce, identity.certificate(), Optional.empty());
  }

  /** Quotes register 16 where register 12 belongs. */
  private record SwitchedRegister(
      TpmTransport transport,
      Tpm tpm,
      LoadedKey endorsementKey,
      LoadedKey attestationKey,
      Bytes certificate,
      Path file,
      int shownAs)
      implements Attester {
    private static final Bytes RESET_REGISTER_16 =
        Bytes.ofHex("80020000001b0000013d0000001000000009400000090000000000");

    static SwitchedRegister open(Path file, int shownAs) throws IOException {
      Bytes certificate;
      try (TpmAttester honest = TpmAttester.open(SWTPM.tpm().connect(), RANDOM)) {
        certificate = honest.endorsementCertificate().orElseThrow();
      }
      TpmTransport transport = SWTPM.tpm().connect();
      Tpm tpm = new Tpm(transport, RANDOM);
      LoadedKey endorsementKey = tpm.endorsementKey(KeyTemplate.ENDORSEMENT_RSA_2048);
      LoadedKey attestationKey = tpm.childOf(endorsementKey, KeyTemplate.ATTESTATION_P256);
      tpm.extend(StartEvent.REGISTER, OTHER_PROGRAM);
      return new SwitchedRegister(
          transport, tpm, endorsementKey, attestationKey, certificate, file, shownAs);
    }

    @Override
    public int level() {
      return 1;
    }

    @Override
    public List<Submodule> attest(Anchor anchor) throws IOException {
      Bytes log = measureExpectedProgram();
      TreeSet<Integer> quoted =
          new TreeSet<>(
              IntStream.range(0, 16).filter(i -> i != StartEvent.REGISTER).boxed().toList());
      quoted.add(RESETTABLE);
      SortedMap<Integer, Bytes> values = new TreeMap<>(tpm.registers(quoted));
      SignedQuote quote = tpm.quote(attestationKey.handle(), anchor.value(), quoted);
      Bytes switched = requireNonNull(values.remove(RESETTABLE));
      values.put(shownAs, switched);
      return List.of(
          new Submodule.Tpm(
              new Quote(quote.message(), Optional.of(quote.signature()), Map.of("sha256", values)),
              attestationKey.publicArea().toBytes(),
              List.of(certificate),
              log));
    }

    private Bytes measureExpectedProgram() throws IOException {
      transport.transmit(RESET_REGISTER_16);
      Files.deleteIfExists(file);
      StartLog log =
          StartLog.open(
              file,
              Optional.empty(),
              new StartLog.Register() {
                @Override
                public Bytes value() throws IOException {
                  return requireNonNull(
                      tpm.registers(new TreeSet<>(List.of(RESETTABLE))).get(RESETTABLE));
                }

                @Override
                public void extend(Bytes sha256) throws IOException {
                  tpm.extend(RESETTABLE, sha256);
                }
              });
      log.append(GenuineServer.start());
      return log.whileUnchanged(bytes -> bytes);
    }

    @Override
    public Optional<Bytes> activate(Bytes credentialBlob, Bytes encryptedSecret)
        throws IOException {
      return Optional.of(
          tpm.activate(attestationKey, endorsementKey, credentialBlob, encryptedSecret));
    }

    @Override
    public void close() throws IOException {
      attestationKey.close();
      endorsementKey.close();
      tpm.close();
    }
  }
}
