// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nitro;

import static io.adyton.attestation.nitro.SelfMadeDocument.PCR;
import static io.adyton.attestation.nitro.SelfMadeDocument.measured;
import static io.adyton.attestation.nitro.SelfMadeDocument.octets;
import static io.adyton.attestation.nitro.SelfMadeDocument.pcrs;
import static io.adyton.attestation.nitro.SelfMadeDocument.zone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.appraisal.Check;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.cbor.CborItem;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.attestation.evidence.EvidenceFormat;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.NitroEvidence;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.TestAuthority;
import io.adyton.attestation.x509.TestAuthority.Shape;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NitroVerifierTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

  private final NitroVerifier verifier = new NitroVerifier(SelfMadeDocument.roots());
  private final SelfMadeDocument document = new SelfMadeDocument();

  @Test
  void acceptsGenuineDocument() {
    Verdict verdict = verify(document.signed());

    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    assertThat(((Verdict.Accepted) verdict).claims().byName())
        .containsKeys("module_id", "timestamp_ms", "pcr.sha384.3", "user_data", "nonce", "debug");
  }

  @Test
  void showsRevocationAsUnknown() {
    assertThat(verify(document.signed()).checks())
        .filteredOn(check -> check.id().equals("nitro.certificate.revocation"))
        .extracting(Check::status)
        .containsExactly(Check.Status.UNKNOWN);
  }

  @Test
  void doesNotTrustSelfMadeRootByItself() {
    assertRefused(new NitroVerifier().verify(document.signed(), demand()), Reason.CHAIN);
  }

  @Test
  void takesRootFromItselfAndNotFromTheBundle() {
    document.put("cabundle", octets(Bytes.ofHex("00"), zone()));

    assertThat(verify(document.signed())).isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesChainWithoutIntermediate() {
    document.put("cabundle", octets(Bytes.ofHex("00")));

    assertRefused(verify(document.signed()), Reason.CHAIN);
  }

  @Test
  void refusesLeafOfAnotherIssuer() {
    TestAuthority other = SelfMadeDocument.authorityRoot("CN=zone");
    document.leaf = other.leaf("CN=enclave", document.keys, Shape.LEAF);

    assertRefused(verify(document.signed()), Reason.CHAIN);
  }

  @Test
  void refusesIssuerInThePlaceOfTheLeaf() {
    document
        .put("certificate", new CborItem.Octets(zone()))
        .put("cabundle", octets(Bytes.ofHex("00"), Certificates.der(document.leaf)));

    assertRefused(verify(document.signed()), Reason.CHAIN);
  }

  @Test
  void refusesLeafThatIsAnAuthority() {
    document.leaf =
        SelfMadeDocument.issuer()
            .leaf(
                "CN=enclave",
                document.keys,
                Shape.AUTHORITY.withKeyUsage(KeyUsage.keyCertSign | KeyUsage.digitalSignature));

    assertRefused(verify(document.signed()), Reason.CHAIN);
  }

  @Test
  void refusesLeafThatIsNotForSignatures() {
    document.leaf =
        SelfMadeDocument.issuer()
            .leaf("CN=enclave", document.keys, Shape.LEAF.withKeyUsage(KeyUsage.keyAgreement));

    assertRefused(verify(document.signed()), Reason.CHAIN);
  }

  @Test
  void refusesSignatureOfAnotherKey() {
    document.leaf =
        SelfMadeDocument.issuer()
            .leaf("CN=enclave", TestAuthority.ellipticCurve("secp384r1"), Shape.LEAF);

    assertRefused(verify(document.signed()), Reason.SIGNATURE);
  }

  @Test
  void refusesKeyOnAnotherCurve() {
    document.leaf =
        SelfMadeDocument.issuer()
            .leaf("CN=enclave", TestAuthority.ellipticCurve("secp256r1"), Shape.LEAF);

    assertRefused(verify(document.signed()), Reason.SIGNATURE);
  }

  @Test
  void refusesTimeOutsideTheLeaf() {
    document.leaf =
        SelfMadeDocument.issuer()
            .leaf("CN=enclave", document.keys, Shape.LEAF.during(AT, AT.plusSeconds(3 * 60 * 60)));
    NitroEvidence evidence = document.signed();

    assertRefused(verifier.verify(evidence, demandAt(AT.minusSeconds(1))), Reason.NOT_YET_VALID);
    assertRefused(verifier.verify(evidence, demandAt(AT.plusSeconds(10_801))), Reason.EXPIRED);
    assertThat(verifier.verify(evidence, demandAt(AT.plusSeconds(10_800))))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesDebugModeUnlessAllowed() {
    document.put("pcrs", pcrs(PCR, PCR, PCR, measured()));

    assertRefused(verify(document.signed()), Reason.DEBUG);
  }

  @Test
  void takesOneZeroRegisterForMeasured() {
    document.put("pcrs", pcrs(measured(), PCR, PCR));

    assertThat(verify(document.signed())).isInstanceOf(Verdict.Accepted.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"00112233445566778899aabbccddee", "00112233445566778899aabbccddeeff00", "00", ""})
  void refusesNonceThatIsNotExactlyTheDemanded(String hex) {
    Demand other = demand(Optional.of(Bytes.ofHex(hex)), Optional.empty());

    assertRefused(verifier.verify(document.signed(), other), Reason.NONCE);
  }

  @Test
  void refusesDocumentWithoutTheNonceDemanded() {
    assertRefused(verify(document.without("nonce").signed()), Reason.NONCE);
  }

  @Test
  void holdsReportDataAgainstUserData() {
    NitroEvidence evidence = document.signed();

    assertThat(
            verifier.verify(evidence, demand(Optional.empty(), Optional.of(Bytes.ofHex("abcd")))))
        .isInstanceOf(Verdict.Accepted.class);
    assertRefused(
        verifier.verify(evidence, demand(Optional.empty(), Optional.of(Bytes.ofHex("abcd00")))),
        Reason.NONCE);
  }

  @Test
  void refusesOtherAlgorithm() {
    document.protectedHeader = Bytes.ofHex("a10126");

    assertRefused(verify(document.signed()), Reason.MALFORMED);
  }

  @Test
  void refusesHeaderMembersThatNobodySigned() {
    document.unprotectedHeader =
        new CborItem.Members(Map.of(new CborItem.Whole(4), new CborItem.Octets(Bytes.EMPTY)));

    assertRefused(verify(document.signed()), Reason.MALFORMED);
  }

  @Test
  void refusesMemberThatIsThereTwice() {
    int firstMember = "i".length() + "module_id".length() + "i".length() + "i-0-enc0".length();
    NitroEvidence evidence =
        document.signed(
            payload -> {
              byte[] twice = Bytes.concat(payload, payload.slice(1, 1 + firstMember)).toArray();
              twice[0]++;
              return Bytes.of(twice);
            });

    assertThat(verify(evidence))
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.detail()).contains("each key of a map once"));
  }

  @Test
  void refusesBytesAfterTheDocument() {
    Bytes longer = Bytes.concat(document.signed().document(), Bytes.ofHex("00"));

    assertRefused(verify(new NitroEvidence(longer)), Reason.MALFORMED);
  }

  @Test
  void readsTaggedMessageAndNoOther() {
    Bytes untagged = document.signed().document();

    assertThat(verify(new NitroEvidence(Bytes.concat(Bytes.ofHex("d2"), untagged))))
        .isInstanceOf(Verdict.Accepted.class);
    assertRefused(
        verify(new NitroEvidence(Bytes.concat(Bytes.ofHex("d1"), untagged))), Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"module_id", "digest", "timestamp", "pcrs", "cabundle"})
  void refusesDocumentWithoutMember(String name) {
    assertRefused(verify(document.without(name).signed()), Reason.MALFORMED);
  }

  @Test
  void refusesFieldsBeyondTheirLengths() {
    Bytes large = Bytes.of(new byte[1025]);

    for (String name : new String[] {"public_key", "user_data", "nonce", "certificate"}) {
      assertRefused(
          verify(new SelfMadeDocument().put(name, new CborItem.Octets(large)).signed()),
          Reason.MALFORMED);
    }
    assertRefused(
        verify(new SelfMadeDocument().put("cabundle", octets(large)).signed()), Reason.MALFORMED);
    assertRefused(
        verify(
            new SelfMadeDocument()
                .put("pcrs", pcrs(measured(), measured(), measured().slice(0, 47)))
                .signed()),
        Reason.MALFORMED);
    assertRefused(
        verify(new SelfMadeDocument().put("pcrs", pcrs(measured(), measured())).signed()),
        Reason.MALFORMED);
  }

  @Test
  void readsDocumentsOutOfAnEnvelope() throws MalformedEvidenceException {
    Bytes wrapped = document.signed().document();

    NitroEvidence evidence = NitroFiles.read(framed(envelope(wrapped, 151)));

    assertThat(evidence.document()).isEqualTo(wrapped);
  }

  @Test
  void refusesEnvelopeOfOtherShape() {
    Bytes wrapped = document.signed().document();

    for (Bytes envelope :
        new Bytes[] {
          envelope(wrapped, 149),
          envelope(wrapped, 181),
          wrapped,
          Bytes.ofHex("0002"),
          Bytes.ofHex("0002ff"),
          Bytes.ofHex("0002feffffff")
        }) {
      assertThatThrownBy(() -> NitroFiles.read(framed(envelope)))
          .isInstanceOf(MalformedEvidenceException.class);
    }
  }

  @Test
  void namesCertificateThatIsNone() {
    document.put("certificate", new CborItem.Octets(Bytes.ofHex("3000")));

    assertRefused(verify(document.signed()), Reason.MALFORMED);
  }

  @Test
  void refusesCertificateInPlaceOfDocument() {
    assertRefused(verify(new NitroEvidence(Certificates.der(document.leaf))), Reason.MALFORMED);
  }

  @Test
  void examinesWithoutCallingVerified() {
    EvidencePolicy strict = EvidencePolicy.STRICT;
    EvidencePolicy parseOnly =
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
            strict.attestationKeyGiven(),
            strict.allowSha1(),
            strict.allowProtectedPcie(),
            strict.chainOnly(),
            strict.require(),
            true);

    assertThat(
            verifier.verify(
                document.signed(), new Demand(AT, Optional.empty(), Optional.empty(), parseOnly)))
        .isInstanceOf(Verdict.Examined.class);
  }

  private static Bytes envelope(Bytes document, int bytesAfter) {
    int compact = document.length() << 2 | 1;
    return Bytes.concat(
        Bytes.of(new byte[] {0, 2, (byte) compact, (byte) (compact >> 8)}),
        document,
        Bytes.of("x".repeat(bytesAfter).getBytes(StandardCharsets.US_ASCII)));
  }

  private static EvidenceFiles framed(Bytes envelope) {
    return new EvidenceFiles(
        EvidenceKind.AWS_NITRO, EvidenceFormat.NSM_FRAMED, Map.of("document", envelope));
  }

  private Verdict verify(NitroEvidence evidence) {
    return verifier.verify(evidence, demand());
  }

  private static Demand demand() {
    return demandAt(AT);
  }

  private static Demand demandAt(Instant at) {
    return new Demand(
        at, Optional.of(SelfMadeDocument.NONCE), Optional.empty(), EvidencePolicy.STRICT);
  }

  private static Demand demand(Optional<Bytes> nonce, Optional<Bytes> reportData) {
    return new Demand(AT, nonce, reportData, EvidencePolicy.STRICT);
  }

  private static void assertRefused(Verdict verdict, Reason reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.reason()).as(refused.detail()).isEqualTo(reason));
  }
}
