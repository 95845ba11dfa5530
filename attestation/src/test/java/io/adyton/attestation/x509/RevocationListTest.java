// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.x509;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.x509.TestAuthority.Shape;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.junit.jupiter.api.Test;

class RevocationListTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("2026-02-01T00:00:00Z");
  private static final TestAuthority ROOT =
      TestAuthority.root("CN=Root", TestAuthority.rsa(), "SHA384withRSAandMGF1");
  private static final X509Certificate LEAF = ROOT.leaf("CN=Leaf", Shape.LEAF.withSerial(7));

  @Test
  void acceptsListThatNamesOthers() throws Exception {
    assertThat(appraise(ROOT, ROOT.revocationList(START, END, 8), START))
        .isInstanceOf(Verdict.Accepted.class);
  }

  @Test
  void refusesRevokedCertificate() throws Exception {
    assertThat(appraise(ROOT, ROOT.revocationList(START, END, 7), START))
        .extracting(RevocationListTest::reason)
        .isEqualTo(Reason.REVOKED);
  }

  @Test
  void refusesListOutsideItsWindow() throws Exception {
    Bytes list = ROOT.revocationList(START, END);

    assertThat(reason(appraise(ROOT, list, END.plusSeconds(1)))).isEqualTo(Reason.EXPIRED);
    assertThat(reason(appraise(ROOT, list, START.minusSeconds(1)))).isEqualTo(Reason.NOT_YET_VALID);
  }

  @Test
  void refusesListByAnotherKeyOfTheSameName() throws Exception {
    TestAuthority forged = TestAuthority.root("CN=Root");

    assertThat(reason(appraise(ROOT, forged.revocationList(START, END), START)))
        .isEqualTo(Reason.SIGNATURE);
  }

  @Test
  void refusesListByKeyThatMayNotSignLists() throws Exception {
    TestAuthority issuer =
        ROOT.authority("CN=Issuer", Shape.AUTHORITY.withKeyUsage(KeyUsage.keyCertSign));

    assertThat(reason(appraise(issuer, issuer.revocationList(START, END), START)))
        .isEqualTo(Reason.SIGNATURE);
  }

  private static Verdict appraise(TestAuthority issuer, Bytes list, Instant at) throws Exception {
    var appraisal = new Appraisal();
    RevocationList.read("crl", list)
        .require(appraisal, "test", issuer.certificate(), List.of(LEAF), at);
    return appraisal.verdict();
  }

  private static Reason reason(Verdict verdict) {
    assertThat(verdict).isInstanceOf(Verdict.Refused.class);
    return ((Verdict.Refused) verdict).reason();
  }
}
