// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.evidence.IntelCollateral;
import io.adyton.attestation.evidence.SgxEvidence;
import io.adyton.attestation.evidence.TdxEvidence;
import io.adyton.attestation.intel.SyntheticIntel.QuoteBuilder;
import io.adyton.attestation.x509.TestAuthority;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IntelVerifierTest {
  private static final Instant NOW = Instant.parse("2026-01-15T00:00:00Z");
  private static final SyntheticIntel INTEL = new SyntheticIntel();
  private static final TdxVerifier TDX = new TdxVerifier(INTEL.root.certificate());
  private static final SgxVerifier SGX = new SgxVerifier(INTEL.root.certificate());

  @Test
  void acceptsDomainOnPlatformThatIsUpToDate() {
    Verdict verdict = verify(INTEL.tdx());

    assertThat(claim(verdict, "tcb_status")).isEqualTo("UpToDate");
    assertThat(claim(verdict, "advisories")).isEqualTo("INTEL-SA-00001");
    assertThat(claim(verdict, "revocation")).isEqualTo("good");
    assertThat(claim(verdict, "mr_td")).isEqualTo("3e".repeat(48));
    assertThat(claim(verify(INTEL.tdx15()), "version")).isEqualTo("5");
  }

  @Test
  void acceptsEnclaveOnPlatformThatIsUpToDate() {
    Verdict verdict = verify(INTEL.sgx().build(), INTEL.documents().forSgx().sign());

    assertThat(claim(verdict, "mr_enclave")).isEqualTo("e1".repeat(32));
  }

  @Test
  void refusesPlatformUnderForgedRoot() {
    SyntheticIntel forged = new SyntheticIntel();
    TdxEvidence evidence = forged.evidence(forged.tdx());

    assertThat(new TdxVerifier(forged.root.certificate()).verify(evidence, demand()))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(TDX.verify(evidence, demand())).isInstanceOf(Verdict.Refused.class);
    assertThat(reason(TDX.verify(evidence, demand(bare())))).isEqualTo(Reason.CHAIN);
    assertThat(reason(new TdxVerifier().verify(evidence, demand(bare())))).isEqualTo(Reason.CHAIN);
  }

  @Test
  void refusesAttackersKeyBesideGenuineReportOfQuotingEnclave() {
    QuoteBuilder quote = INTEL.tdx();
    quote.quoteKeys = TestAuthority.ellipticCurve("secp256r1");

    assertThat(reason(verify(quote))).isEqualTo(Reason.BINDING);
  }

  @Test
  void refusesReportOfQuotingEnclaveByAnotherPlatform() {
    QuoteBuilder quote = INTEL.tdx();
    quote.qeReportKeys = TestAuthority.ellipticCurve("secp256r1");

    assertThat(reason(verify(quote))).isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void refusesEnclaveThatIsNoQuotingEnclave() {
    Bytes otherSigner = Bytes.ofHex("ee".repeat(32));
    QuoteBuilder signer = INTEL.tdx().putInQuotingEnclave(128, otherSigner);
    QuoteBuilder product = INTEL.tdx().putInQuotingEnclave(256, Bytes.ofHex("07"));
    QuoteBuilder debug = INTEL.tdx().putInQuotingEnclave(48, Bytes.ofHex("17"));
    QuoteBuilder misc = INTEL.tdx().putInQuotingEnclave(16, Bytes.ofHex("01"));

    assertThat(reason(verify(signer))).isEqualTo(Reason.MEASUREMENT);
    assertThat(reason(verify(product))).isEqualTo(Reason.MEASUREMENT);
    assertThat(reason(verify(debug))).isEqualTo(Reason.MEASUREMENT);
    assertThat(reason(verify(misc))).isEqualTo(Reason.MEASUREMENT);
  }

  @Test
  void refusesForeignEnclaveEvenWithoutCollateral() {
    QuoteBuilder signer = INTEL.tdx().putInQuotingEnclave(128, Bytes.ofHex("ee".repeat(32)));

    assertThat(reason(TDX.verify(INTEL.evidence(signer), demand(bare()))))
        .isEqualTo(Reason.MEASUREMENT);
  }

  @Test
  void acceptsWithoutCollateralOnlyIfPolicyDoesWithout() {
    var evidence = new TdxEvidence(INTEL.tdx().build(), IntelCollateral.NONE);

    assertThat(reason(TDX.verify(evidence, demand()))).isEqualTo(Reason.TCB);
    assertThat(claim(TDX.verify(evidence, demand(bare())), "tcb_status")).isEqualTo("UNKNOWN");
    assertThat(claim(TDX.verify(evidence, demand(bare())), "revocation")).isEqualTo("unknown");
  }

  @Test
  void doesWithoutListsOnlyIfPolicyNamesThem() {
    IntelCollateral whole = INTEL.documents().sign();
    var without =
        new IntelCollateral(
            whole.tcbInfo(),
            whole.tcbInfoIssuerChain(),
            whole.qeIdentity(),
            whole.qeIdentityIssuerChain(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    var evidence = new TdxEvidence(INTEL.tdx().build(), without);

    assertThat(reason(TDX.verify(evidence, demand()))).isEqualTo(Reason.TCB);
    assertThat(reason(TDX.verify(evidence, demand(missing("pck_crl"))))).isEqualTo(Reason.TCB);
    Verdict allowed = TDX.verify(evidence, demand(missing("pck_crl", "root_crl")));
    assertThat(claim(allowed, "revocation")).isEqualTo("unknown");
  }

  @Test
  void refusesDocumentThatWasWrittenAnew() {
    SyntheticIntel.Documents documents = INTEL.documents();
    String response = text(INTEL.response("tcbInfo", documents.tcbInfo));
    Bytes spaced = SyntheticIntel.bytes(response.replace("\"tcbType\":0", "\"tcbType\": 0"));

    assertThat(
            reason(
                verify(
                    INTEL.tdx(),
                    documents.with(
                        Optional.of(spaced),
                        Optional.of(INTEL.response("enclaveIdentity", documents.qeIdentity))))))
        .isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void refusesDocumentWithMemberTwice() {
    SyntheticIntel.Documents documents = INTEL.documents();
    documents.tcbInfo = documents.tcbInfo.replace("\"tcbType\":0", "\"tcbType\":0,\"tcbType\":0");

    assertThat(reason(verify(INTEL.tdx(), documents.sign()))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void refusesSecondDocumentBesideTheSignedOne() {
    SyntheticIntel.Documents documents = INTEL.documents();
    String response = text(INTEL.response("tcbInfo", documents.tcbInfo));
    Bytes two = SyntheticIntel.bytes("{\"tcbInfo\":{}," + response.substring(1));

    assertThat(reason(verify(INTEL.tdx(), documents.with(Optional.of(two), Optional.empty()))))
        .isEqualTo(Reason.MALFORMED);
  }

  @Test
  void refusesDocumentSignedByOtherCertificateOfIntel() {
    SyntheticIntel.Documents documents = INTEL.documents();
    IntelCollateral whole = documents.sign();
    Bytes platformChain =
        TestAuthority.pem(INTEL.platformCertificate, INTEL.platformAuthority.certificate());
    var swapped =
        new IntelCollateral(
            whole.tcbInfo(),
            Optional.of(platformChain),
            whole.qeIdentity(),
            whole.qeIdentityIssuerChain(),
            whole.pckCrl(),
            whole.pckCrlIssuerChain(),
            whole.rootCrl());

    assertThat(reason(verify(INTEL.tdx(), swapped))).isEqualTo(Reason.CHAIN);
  }

  @Test
  void refusesRevokedPlatformAndRevokedAuthority() {
    SyntheticIntel.Documents platform = INTEL.documents();
    platform.pckCrl =
        INTEL.platformAuthority.revocationList(SyntheticIntel.ISSUED, SyntheticIntel.NEXT, 13);
    SyntheticIntel.Documents authority = INTEL.documents();
    authority.rootCrl = INTEL.root.revocationList(SyntheticIntel.ISSUED, SyntheticIntel.NEXT, 11);
    SyntheticIntel.Documents signer = INTEL.documents();
    signer.rootCrl = INTEL.root.revocationList(SyntheticIntel.ISSUED, SyntheticIntel.NEXT, 12);

    assertThat(reason(verify(INTEL.tdx(), platform.sign()))).isEqualTo(Reason.REVOKED);
    assertThat(reason(verify(INTEL.tdx(), authority.sign()))).isEqualTo(Reason.REVOKED);
    assertThat(reason(verify(INTEL.tdx(), signer.sign()))).isEqualTo(Reason.REVOKED);
  }

  @Test
  void refusesListsByTheWrongAuthority() {
    SyntheticIntel.Documents documents = INTEL.documents();
    documents.pckCrl = documents.rootCrl;

    assertThat(reason(verify(INTEL.tdx(), documents.sign()))).isEqualTo(Reason.TCB);
  }

  @Test
  void refusesExpiredList() {
    SyntheticIntel.Documents documents = INTEL.documents();
    documents.pckCrl =
        INTEL.platformAuthority.revocationList(SyntheticIntel.ISSUED, NOW.minusSeconds(1));

    assertThat(reason(verify(INTEL.tdx(), documents.sign()))).isEqualTo(Reason.EXPIRED);
  }

  @Test
  void tellsExpiredCollateralFromCollateralToCome() {
    TdxEvidence evidence = INTEL.evidence(INTEL.tdx());

    assertThat(reason(TDX.verify(evidence, demand(SyntheticIntel.NEXT.plusSeconds(1)))))
        .isEqualTo(Reason.EXPIRED);
    assertThat(reason(TDX.verify(evidence, demand(SyntheticIntel.ISSUED.minusSeconds(1)))))
        .isEqualTo(Reason.NOT_YET_VALID);
  }

  @Test
  void refusesCollateralOfAnotherPlatformOrKind() {
    SyntheticIntel.Documents other = INTEL.documents();
    other.tcbInfo = other.tcbInfo.replace("B0C06F000000", "90C06F000000");

    assertThat(reason(verify(INTEL.tdx(), other.sign()))).isEqualTo(Reason.TCB);
    assertThat(reason(verify(INTEL.tdx(), INTEL.documents().forSgx().sign())))
        .isEqualTo(Reason.TCB);
  }

  @Test
  void takesFirstLevelThatEveryPartReaches() {
    SyntheticIntel.Documents documents = INTEL.documents();
    documents.tcbInfo = SyntheticIntel.tcbInfo("TDX", "UpToDate", SyntheticIntel.PCE_SVN + 1);
    var evidence = new TdxEvidence(INTEL.tdx().build(), documents.sign());

    assertThat(reason(TDX.verify(evidence, demand()))).isEqualTo(Reason.TCB);
    assertThat(claim(TDX.verify(evidence, demand(status("OutOfDate"))), "tcb_status"))
        .isEqualTo("OutOfDate");
  }

  @Test
  void neverAcceptsRevokedStatus() {
    SyntheticIntel.Documents documents = INTEL.documents();
    documents.tcbInfo = SyntheticIntel.tcbInfo("TDX", "Revoked", SyntheticIntel.PCE_SVN);
    var evidence = new TdxEvidence(INTEL.tdx().build(), documents.sign());

    assertThat(reason(TDX.verify(evidence, demand(status("Revoked"))))).isEqualTo(Reason.TCB);
  }

  @Test
  void countsOldModuleAndOldQuotingEnclave() {
    TdxEvidence oldModule = INTEL.evidence(INTEL.tdx().put(0, Bytes.ofHex("03")));
    TdxEvidence oldEnclave =
        INTEL.evidence(INTEL.tdx().putInQuotingEnclave(258, Bytes.ofHex("03")));

    assertThat(reason(TDX.verify(oldModule, demand()))).isEqualTo(Reason.TCB);
    assertThat(claim(TDX.verify(oldModule, demand(status("OutOfDate"))), "advisories"))
        .isEqualTo("INTEL-SA-00001,INTEL-SA-00002");
    assertThat(reason(TDX.verify(oldEnclave, demand()))).isEqualTo(Reason.TCB);
    assertThat(claim(TDX.verify(oldEnclave, demand(status("OutOfDate"))), "tcb_status"))
        .isEqualTo("OutOfDate");
  }

  @Test
  void refusesModuleThatIntelDoesNotKnow() {
    assertThat(reason(verify(INTEL.tdx().put(1, Bytes.ofHex("07"))))).isEqualTo(Reason.TCB);
    assertThat(reason(verify(INTEL.tdx().flip(64, 1)))).isEqualTo(Reason.TCB);
    assertThat(reason(verify(INTEL.tdx().flip(112, 1)))).isEqualTo(Reason.TCB);
  }

  @Test
  void refusesDebug() {
    QuoteBuilder domain = INTEL.tdx().flip(120, 1);
    QuoteBuilder enclave = INTEL.sgx().flip(48, 0b10);

    assertThat(reason(verify(domain))).isEqualTo(Reason.DEBUG);
    assertThat(reason(verify(enclave.build(), INTEL.documents().forSgx().sign())))
        .isEqualTo(Reason.DEBUG);
  }

  @Test
  void refusesAttributesThatWeakenDomain() {
    assertThat(reason(verify(INTEL.tdx().flip(123, 0x10)))).isEqualTo(Reason.MEASUREMENT);
    assertThat(reason(verify(INTEL.tdx().flip(123, 0x20)))).isEqualTo(Reason.MEASUREMENT);
    assertThat(reason(verify(INTEL.tdx().flip(120, 0x02)))).isEqualTo(Reason.MEASUREMENT);
    assertThat(reason(verify(INTEL.tdx().flip(121, 0x01)))).isEqualTo(Reason.MEASUREMENT);
  }

  @Test
  void refusesServiceDomainUnlessAllowed() {
    assertThat(reason(verify(INTEL.tdx15().flip(600, 1)))).isEqualTo(Reason.MEASUREMENT);
  }

  @Test
  void refusesReportOverOtherData() {
    Bytes held = Bytes.ofHex("da".repeat(64));

    assertThat(TDX.verify(INTEL.evidence(INTEL.tdx()), expecting(held)))
        .isInstanceOf(Verdict.Accepted.class);
    assertThat(
            reason(
                TDX.verify(INTEL.evidence(INTEL.tdx()), expecting(SampleCases.flipped(held, 63)))))
        .isEqualTo(Reason.NONCE);
  }

  @Test
  void refusesOtherKernelAndOtherConfigurationThanRequired() {
    for (String register : Set.of("rtmr1", "mr_config_id", "mr_td")) {
      assertThat(
              reason(
                  TDX.verify(
                      INTEL.evidence(INTEL.tdx()),
                      demand(requiring(Map.of(register, "01".repeat(48)))))))
          .as(register)
          .isEqualTo(Reason.MEASUREMENT);
    }
  }

  @Test
  void takesOnlyZerosAfterQuote() {
    QuoteBuilder zeros = INTEL.tdx();
    zeros.trailing = Bytes.of(new byte[70]);
    QuoteBuilder text = INTEL.tdx();
    text.trailing = SyntheticIntel.bytes("tail");

    assertThat(verify(zeros)).isInstanceOf(Verdict.Accepted.class);
    assertThat(reason(verify(text))).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void refusesChainWithoutIntermediateOrWithAnotherLeaf() {
    QuoteBuilder gap = INTEL.tdx();
    gap.chain = TestAuthority.pem(INTEL.platformCertificate, INTEL.root.certificate());
    QuoteBuilder swapped = INTEL.tdx();
    swapped.chain =
        TestAuthority.pem(
            INTEL.collateralSigner.certificate(),
            INTEL.platformAuthority.certificate(),
            INTEL.root.certificate());

    assertThat(reason(verify(gap))).isEqualTo(Reason.CHAIN);
    assertThat(reason(verify(swapped))).isEqualTo(Reason.CHAIN);
  }

  @Test
  void refusesEveryFlippedByteThatIsSigned() throws Exception {
    Bytes quote = INTEL.tdx15().build();
    for (int index : SampleCases.indices(Quote.parseTdx(quote).signed().length())) {
      assertThat(verify(SampleCases.flipped(quote, index)))
          .as("byte %d", index)
          .isInstanceOf(Verdict.Refused.class);
    }
  }

  @Test
  void refusesEveryTruncation() {
    Bytes quote = INTEL.tdx().build();
    for (int length : SampleCases.indices(quote.length())) {
      assertThat(reason(verify(quote.slice(0, length)))).isEqualTo(Reason.MALFORMED);
    }
  }

  @Test
  void survivesAnyFlippedByteOfCollateral() {
    IntelCollateral whole = INTEL.documents().sign();
    Bytes tcbInfo = whole.tcbInfo().orElseThrow();
    int signed = tcbInfo.length() - 150;
    for (int index : SampleCases.indices(signed)) {
      var changed =
          new IntelCollateral(
              Optional.of(SampleCases.flipped(tcbInfo, index)),
              whole.tcbInfoIssuerChain(),
              whole.qeIdentity(),
              whole.qeIdentityIssuerChain(),
              whole.pckCrl(),
              whole.pckCrlIssuerChain(),
              whole.rootCrl());
      assertThat(verify(INTEL.tdx(), changed))
          .as("byte %d", index)
          .isInstanceOf(Verdict.Refused.class);
    }
  }

  private static Verdict verify(QuoteBuilder quote) {
    return TDX.verify(INTEL.evidence(quote), demand());
  }

  private static Verdict verify(Bytes quote) {
    return TDX.verify(new TdxEvidence(quote, INTEL.documents().sign()), demand());
  }

  private static Verdict verify(QuoteBuilder quote, IntelCollateral collateral) {
    return TDX.verify(new TdxEvidence(quote.build(), collateral), demand());
  }

  private static Verdict verify(Bytes sgxQuote, IntelCollateral collateral) {
    return SGX.verify(new SgxEvidence(sgxQuote, collateral), demand());
  }

  private static Demand demand() {
    return demand(EvidencePolicy.STRICT);
  }

  private static Demand demand(Instant at) {
    return new Demand(at, Optional.empty(), Optional.empty(), EvidencePolicy.STRICT);
  }

  private static Demand demand(EvidencePolicy policy) {
    return new Demand(NOW, Optional.empty(), Optional.empty(), policy);
  }

  private static Demand expecting(Bytes reportData) {
    return new Demand(NOW, Optional.empty(), Optional.of(reportData), EvidencePolicy.STRICT);
  }

  private static EvidencePolicy bare() {
    return policy(Set.of(), true, Set.of(), Map.of());
  }

  private static EvidencePolicy missing(String... parts) {
    return policy(Set.of(), false, Set.of(parts), Map.of());
  }

  private static EvidencePolicy status(String status) {
    return policy(Set.of(status), false, Set.of(), Map.of());
  }

  private static EvidencePolicy requiring(Map<String, String> values) {
    return policy(Set.of(), false, Set.of(), values);
  }

  private static EvidencePolicy policy(
      Set<String> statuses,
      boolean collateralAbsent,
      Set<String> missingOk,
      Map<String, String> require) {
    return new EvidencePolicy(
        false,
        false,
        false,
        0,
        statuses,
        collateralAbsent,
        missingOk,
        false,
        false,
        0,
        false,
        false,
        false,
        false,
        require,
        false);
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), UTF_8);
  }

  private static Reason reason(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).reason();
  }

  private static String claim(Verdict verdict, String name) {
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    return ((Verdict.Accepted) verdict).claims().find(name).map(Claim::text).orElse("none");
  }
}
