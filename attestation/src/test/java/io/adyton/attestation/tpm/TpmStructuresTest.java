// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TpmStructuresTest {
  private static final TpmsAttest QUOTE =
      new TpmsAttest(
          Bytes.ofHex("000b" + "11".repeat(32)),
          Bytes.ofHex("01020304"),
          12_345,
          2,
          1,
          true,
          Bytes.ofHex("2019102300163636"),
          TpmlPcrSelection.of(HashAlgorithm.SHA256, Set.of(0, 7, 12, 23)),
          Bytes.ofHex("22".repeat(32)));

  @Test
  void readsTheQuoteItWrote() throws MalformedEvidenceException {
    assertThat(TpmsAttest.read(QUOTE.toBytes())).isEqualTo(QUOTE);
    assertThat(QUOTE.pcrSelect()).hasToString("sha256:0,7,12,23");
  }

  @Test
  void refusesQuoteCutOffAnywhere() {
    Bytes whole = QUOTE.toBytes();
    for (int length = 0; length < whole.length(); length++) {
      Bytes part = whole.slice(0, length);
      assertThatExceptionOfType(MalformedEvidenceException.class)
          .isThrownBy(() -> TpmsAttest.read(part));
    }
  }

  @Test
  void refusesBytesBehindQuote() {
    Bytes longer = Bytes.concat(QUOTE.toBytes(), Bytes.ofHex("00"));

    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> TpmsAttest.read(longer))
        .withMessageContaining("1 more bytes");
  }

  @Test
  void refusesWhatNoTpmGenerated() {
    Bytes quote = QUOTE.toBytes();
    Bytes forged = Bytes.concat(Bytes.ofHex("ff544348"), quote.slice(4, quote.length()));

    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> TpmsAttest.read(forged))
        .withMessage("TPMS_ATTEST.magic: expected ff544347, found ff544348");
  }

  @Test
  void refusesAttestationOfAnotherType() {
    Bytes quote = QUOTE.toBytes();
    Bytes certify =
        Bytes.concat(quote.slice(0, 4), Bytes.ofHex("8017"), quote.slice(6, quote.length()));

    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> TpmsAttest.read(certify))
        .withMessageContaining("expected 8018, a quote, found 8017");
  }

  @Test
  void refusesBankThatStandsTwice() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(
            () ->
                new TpmlPcrSelection(
                    List.of(bank(HashAlgorithm.SHA256, 1), bank(HashAlgorithm.SHA256, 2))));
  }

  @Test
  void readsThePublicAreaItWrote() throws MalformedEvidenceException {
    TpmtPublic rsa = rsaArea(Bytes.ofHex("c1" + "35".repeat(255)));
    TpmtPublic ecc =
        new TpmtPublic(
            HashAlgorithm.SHA256,
            ObjectAttributes.SIGNING,
            Bytes.EMPTY,
            Optional.empty(),
            Optional.of(TpmtPublic.Scheme.ECDSA_SHA256),
            new TpmKey.Ecc(TpmKey.Curve.P256, Bytes.ofHex("01"), Bytes.ofHex("02")));

    assertThat(TpmtPublic.read(rsa.toBytes())).isEqualTo(rsa);
    assertThat(TpmtPublic.read(ecc.toBytes())).isEqualTo(ecc);
  }

  @Test
  void namesAKeyByTheHashOfItsPublicArea() {
    TpmtPublic area = rsaArea(Bytes.ofHex("c1" + "35".repeat(255)));

    assertThat(area.name().hex()).isEqualTo("000b" + area.toBytes().digest("SHA-256").hex());
  }

  @Test
  void readsAnAbsentExponentAs65537() throws MalformedEvidenceException {
    RSAPublicKey key = (RSAPublicKey) rsaArea(Bytes.ofHex("c1" + "35".repeat(255))).publicKey();

    assertThat(key.getPublicExponent()).isEqualTo(65_537);
  }

  @Test
  void refusesModulusOfAnotherSize() {
    TpmtPublic area = rsaArea(Bytes.ofHex("c1" + "35".repeat(127)));

    assertThatExceptionOfType(MalformedEvidenceException.class).isThrownBy(area::publicKey);
  }

  @ParameterizedTest
  @ValueSource(longs = {0x50072, 0x50472})
  void takesARestrictedSigningKeyForAttestation(long bits) {
    assertThat(new ObjectAttributes(bits).fitAttestation()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(longs = {0x40072, 0x10072, 0x50070, 0x50062, 0x50052, 0x70072, 0x300b2, 0})
  void takesNoOtherKeyForAttestation(long bits) {
    assertThat(new ObjectAttributes(bits).fitAttestation()).isFalse();
  }

  @Test
  void writesTheAttributesOfTheStandardTemplates() {
    assertThat(ObjectAttributes.SIGNING).hasToString("0x50072");
    assertThat(ObjectAttributes.ENDORSEMENT).hasToString("0x300b2");
  }

  private static TpmlPcrSelection.Bank bank(HashAlgorithm algorithm, int register) {
    return new TpmlPcrSelection.Bank(algorithm, new TreeSet<>(Set.of(register)));
  }

  private static TpmtPublic rsaArea(Bytes modulus) {
    return new TpmtPublic(
        HashAlgorithm.SHA256,
        ObjectAttributes.SIGNING,
        Bytes.EMPTY,
        Optional.empty(),
        Optional.of(TpmtPublic.Scheme.RSASSA_SHA256),
        new TpmKey.Rsa(2048, 0, modulus));
  }
}
