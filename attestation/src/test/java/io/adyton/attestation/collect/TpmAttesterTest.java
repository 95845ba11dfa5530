// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.TpmQuoteEvidence;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.tpm.TpmQuoteVerifier;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import io.adyton.attestation.tpm.device.TpmException;
import io.adyton.attestation.tpm.device.TpmTools;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class TpmAttesterTest {
  private static final Bytes NONCE =
      Bytes.of("a nonce of the verifier's".getBytes(StandardCharsets.UTF_8));
  private static final Bytes EVENT = Bytes.of(new byte[] {1, 2, 3}).digest("SHA-256");

  @RegisterExtension static final SwtpmExtension SWTPM = new SwtpmExtension();

  @TempDir Path directory;

  private TpmAttester attester;

  @BeforeEach
  void open() throws IOException {
    attester = TpmAttester.open(SWTPM.tpm().connect(), new SecureRandom());
  }

  @AfterEach
  void close() throws IOException {
    attester.close();
  }

  @Test
  void quotesWhatTpmToolsAccept() throws Exception {
    Quote quote = attester.quote(NONCE);

    assertThat(checkQuote(quote, NONCE)).isEqualTo(0);
    assertThat(checkQuote(quote, Bytes.of(new byte[32]))).isNotEqualTo(0);
  }

  @Test
  void quotesWhatTheVerifierAccepts() throws Exception {
    TpmQuoteEvidence evidence = attester.evidence(NONCE, Optional.empty());

    assertThat(appraise(evidence, NONCE)).isInstanceOf(Verdict.Accepted.class);
    assertThat(appraise(evidence, EVENT))
        .isInstanceOfSatisfying(
            Verdict.Refused.class, refused -> assertThat(refused.reason()).isEqualTo(Reason.NONCE));
  }

  @Test
  void quotesEachRegisterFromZeroToFifteen() throws Exception {
    assertThat(registers().keySet())
        .containsExactlyElementsOf(IntStream.range(0, 16).boxed().toList());
  }

  @Test
  void extendsEventRegisterAndNoOther() throws Exception {
    var before = registers();

    attester.extend(12, EVENT);

    var after = registers();
    assertThat(after.get(12))
        .isEqualTo(Bytes.concat(requireNonNull(before.get(12)), EVENT).digest("SHA-256"));
    assertThat(after.headMap(12)).isEqualTo(before.headMap(12));
    assertThat(after.tailMap(13)).isEqualTo(before.tailMap(13));
  }

  @Test
  void drawsNewAttestationKeyEachTime() throws Exception {
    Bytes name = attester.attestationKeyName();
    attester.close();
    open();

    assertThat(attester.attestationKeyName()).isNotEqualTo(name);
  }

  @Test
  void opensAfterOwnersThatLeftTheirKeysBehind() throws Exception {
    for (int i = 0; i < 4; i++) {
      attester.close();
      var abandoned = SWTPM.tpm().connect();
      TpmAttester.open(abandoned, new SecureRandom());
      abandoned.close();
      open();
    }

    assertThat(attester.quote(NONCE).message().length()).isPositive();
  }

  @Test
  void holdsCertificateOfItsEndorsementKey() throws Exception {
    CertificateFactory x509 = CertificateFactory.getInstance("X.509");
    Certificate certificate =
        x509.generateCertificate(
            new ByteArrayInputStream(attester.endorsementCertificate().orElseThrow().toArray()));
    Certificate issuer =
        x509.generateCertificate(
            new ByteArrayInputStream(SWTPM.tpm().authority().getFirst().toArray()));

    certificate.verify(issuer.getPublicKey());
  }

  @Test
  void quotesAsMuchQualifyingDataAsItSays() throws Exception {
    int fits = attester.maxQualifyingDataBytes();

    assertThat(attester.quote(Bytes.of(new byte[fits])).signature()).isPresent();
    assertThatThrownBy(() -> attester.quote(Bytes.of(new byte[fits + 1])))
        .isInstanceOf(TpmException.class);
  }

  @Test
  void saysWhatTheTpmRefused() {
    assertThatThrownBy(() -> attester.quote(Bytes.of(new byte[100])))
        .isInstanceOf(TpmException.class)
        .hasMessage(
            "TPM2_Quote: expected success, the TPM answered 0x1d5:"
                + " parameter 1, a size that is not right here");
  }

  private static Verdict appraise(TpmQuoteEvidence evidence, Bytes nonce) throws Exception {
    EvidencePolicy strict = EvidencePolicy.STRICT;
    EvidencePolicy keyGiven =
        new EvidencePolicy(
            strict.allowDebug(),
            strict.allowSmt(),
            strict.allowProvisionalFirmware(),
            strict.maxVmpl(),
            strict.allowTcbStatus(),
            strict.collateralAbsent(),
            strict.missingOk(),
            strict.allowSeptVeDisableOff(),
            strict.allowServiceTd(),
            strict.allowTrailingBytes(),
            true,
            strict.allowSha1(),
            strict.allowProtectedPcie(),
            strict.chainOnly(),
            strict.require(),
            strict.parseOnly());
    Appraisal appraisal = new Appraisal();
    TpmQuoteVerifier.withShippedAuthorities()
        .appraise(
            evidence,
            new Demand(Instant.EPOCH, Optional.of(nonce), Optional.empty(), keyGiven),
            appraisal);
    return appraisal.verdict();
  }

  private SortedMap<Integer, Bytes> registers() throws IOException {
    return requireNonNull(attester.quote(NONCE).pcrs().get("sha256"));
  }

  private int checkQuote(Quote quote, Bytes nonce) throws Exception {
    TpmTools tools = new TpmTools(directory, SWTPM.tpm());
    Bytes key = attester.attestationKey();
    tools.write("ak.pub", Bytes.concat(Bytes.of(new byte[] {0, (byte) key.length()}), key));
    tools.write("quote.msg", quote.message());
    tools.write("quote.sig", quote.signature().orElseThrow());
    return tools.run(
        "tpm2_checkquote", "-u", "ak.pub", "-m", "quote.msg", "-s", "quote.sig", "-q", nonce.hex());
  }
}
