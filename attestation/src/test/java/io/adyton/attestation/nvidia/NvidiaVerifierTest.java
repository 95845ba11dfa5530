// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import static io.adyton.attestation.nvidia.SelfMadeDevice.measured;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Check;
import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.attestation.evidence.NvidiaEvidence.Device;
import io.adyton.attestation.evidence.NvidiaEvidence.Report;
import io.adyton.attestation.x509.TestAuthority;
import io.adyton.attestation.x509.TestAuthority.Shape;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NvidiaVerifierTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final String VBIOS = "96.00.74.00.1A";

  private final NvidiaVerifier verifier =
      new NvidiaVerifier(SelfMadeDevice.roots(), SelfMadeManifest.roots());
  private final SelfMadeDevice device = new SelfMadeDevice();
  private final SelfMadeManifest driver = new SelfMadeManifest("1.2.3").with(7, measured(7));
  private final SelfMadeManifest vbios =
      new SelfMadeManifest(VBIOS).with(1, measured(1)).with(9, measured(9));

  @Test
  void acceptsReportWithBothManifests() {
    Verdict verdict = verify(device.report());

    assertAccepted(verdict);
    var claims = ((Verdict.Accepted) verdict).claims();
    assertThat(claims.find("driver_version").map(Claim::text)).contains("1.2.3");
    assertThat(claims.find("vbios_version").map(Claim::text)).contains(VBIOS);
    assertThat(claims.find("rim.driver.active").map(Claim::text)).contains("1");
    assertThat(claims.find("rim.vbios.active").map(Claim::text)).contains("2");
  }

  @Test
  void doesNotTrustSelfMadeRoots() {
    assertRefused(
        new NvidiaVerifier().verify(evidence(device.report()), demand(Optional.empty())),
        Reason.CHAIN);
  }

  @Test
  void refusesChainOfAnotherDevice() {
    Report swapped = new Report(device.message(), new SelfMadeDevice().chain());

    assertRefused(verify(swapped), Reason.SIGNATURE);
  }

  @Test
  void refusesLeafThatWasGivenToOtherFirmware() {
    device.opaque.put(SelfMadeDevice.FWID_FIELD, Bytes.ofHex("f2".repeat(48)));

    assertRefused(verify(device.report()), Reason.BINDING);
  }

  @Test
  void refusesFirmwareThatTheLeafDoesNotName() {
    device.leaf = device.bootRom.leaf("CN=T100 LF", device.keys, Shape.LEAF);

    assertRefused(verify(device.report()), Reason.BINDING);
  }

  @Test
  void readsFirmwareOfLaterDevices() {
    Bytes fwids =
        Bytes.concat(
            Bytes.ofHex("3041a63f303d0609608648016503040202"),
            Bytes.ofHex("0430"),
            SelfMadeDevice.FWID);
    device.leaf =
        device.bootRom.leaf("CN=T100 LF", device.keys, Shape.LEAF.with("2.23.133.5.4.1.1", fwids));

    assertAccepted(verify(device.report()));
  }

  @Test
  void leavesFirmwareUnknownWhereTheReportIsSilent() {
    device.opaque.remove(SelfMadeDevice.FWID_FIELD);

    Verdict verdict = verify(device.report());

    assertAccepted(verdict);
    assertThat(verdict.checks())
        .filteredOn(check -> check.id().equals("nvidia.fwid"))
        .extracting(Check::status)
        .containsExactly(Check.Status.UNKNOWN);
  }

  @Test
  void refusesNonceOfAnotherRequest() {
    device.nonce = Bytes.ofHex("5b".repeat(32));

    assertRefused(verify(device.report()), Reason.NONCE);
  }

  @Test
  void refusesDemandForReportData() {
    Demand demand =
        new Demand(
            AT,
            Optional.of(SelfMadeDevice.NONCE),
            Optional.of(SelfMadeDevice.NONCE),
            EvidencePolicy.STRICT);

    assertRefused(verifier.verify(evidence(device.report()), demand), Reason.NONCE);
  }

  @Test
  void refusesProtectedPcieUnlessAllowed() {
    device.opaque.put(SelfMadeDevice.PROTECTED_PCIE, Bytes.ofHex("aa"));

    assertRefused(verify(device.report()), Reason.MEASUREMENT);
  }

  @Test
  void refusesReportWithoutManifests() {
    NvidiaEvidence bare =
        new NvidiaEvidence(
            Device.GPU, List.of(device.report()), Optional.empty(), Optional.empty());

    assertRefused(
        verifier.verify(bare, demand(Optional.of(SelfMadeDevice.NONCE))), Reason.MEASUREMENT);
  }

  @Test
  void refusesMeasurementThatTheManifestDoesNotHave() {
    device.measurements.put(8, measured(0));

    assertRefused(verify(device.report()), Reason.MEASUREMENT);
  }

  @Test
  void refusesMeasurementThatIsMissing() {
    device.measurements.remove(8);

    assertRefused(verify(device.report()), Reason.MEASUREMENT);
  }

  @Test
  void takesAnyAlternativeOfTheManifest() {
    driver.with(12, measured(0), measured(12));

    assertAccepted(verify(device.report()));
  }

  @Test
  void comparesVideoDecoderOnlyWhileItIsOn() {
    driver.with(35, measured(0));
    assertAccepted(verify(device.report()));

    device.opaque.put(SelfMadeDevice.NVDEC0_STATUS, Bytes.ofHex("aa"));
    assertRefused(verify(device.report()), Reason.MEASUREMENT);
  }

  @Test
  void refusesManifestOfAnotherDriver() {
    device.opaque.put(SelfMadeDevice.DRIVER_VERSION, Bytes.ofHex("312e322e34"));

    assertRefused(verify(device.report()), Reason.MEASUREMENT);
  }

  @Test
  void refusesIndexThatIsActiveInBothManifests() {
    driver.with(9, measured(9));

    assertRefused(verify(device.report()), Reason.MEASUREMENT);
  }

  @Test
  void refusesManifestThatNobodySigned() {
    driver.keys = TestAuthority.ellipticCurve("secp384r1");

    assertRefused(verify(device.report()), Reason.SIGNATURE);
  }

  @Test
  void acceptsSetOfDifferentDevices() {
    Verdict verdict = verify(device.report(), new SelfMadeDevice().report());

    assertAccepted(verdict);
    var claims = ((Verdict.Accepted) verdict).claims();
    assertThat(claims.find("devices").map(Claim::text)).contains("2");
    assertThat(claims.byName())
        .containsKeys("device.0.response_nonce", "device.1.response_nonce", "driver_version")
        .doesNotContainKey("response_nonce");
  }

  @Test
  void refusesSetThatHoldsOneDeviceTwice() {
    assertRefused(verify(device.report(), device.report()), Reason.DUPLICATE);

    Report first = device.report();
    device.responseNonce = Bytes.ofHex("77".repeat(32));
    assertRefused(verify(first, device.report()), Reason.DUPLICATE);
  }

  @Test
  void refusesSetThatWasNotAskedTogether() {
    SelfMadeDevice other = new SelfMadeDevice();
    other.nonce = Bytes.ofHex("5b".repeat(32));

    assertRefused(
        verifier.verify(evidence(device.report(), other.report()), demand(Optional.empty())),
        Reason.NONCE);
  }

  @Test
  void refusesSetWithOneBadDevice() {
    SelfMadeDevice other = new SelfMadeDevice();
    other.measurements.put(8, measured(0));

    assertRefused(verify(device.report(), other.report()), Reason.MEASUREMENT);
  }

  @Test
  void refusesEmptySet() {
    assertRefused(verify(), Reason.MALFORMED);
  }

  @Test
  void refusesGpuInThePlaceOfSwitchAndTheReverse() {
    NvidiaEvidence asSwitch =
        new NvidiaEvidence(
            Device.SWITCH, List.of(device.report()), Optional.empty(), Optional.empty());
    assertRefused(
        verifier.verify(asSwitch, demand(Optional.of(SelfMadeDevice.NONCE))), Reason.MALFORMED);

    device.opaque.remove(SelfMadeDevice.DRIVER_VERSION);
    assertRefused(verify(device.report()), Reason.MALFORMED);
  }

  @Test
  void refusesFieldOrBlockThatIsThereTwice() {
    Bytes fields = device.fields();
    Bytes block = device.blocks().slice(0, 55);
    Bytes blocks = device.blocks();
    Bytes fwid = SelfMadeDevice.field(SelfMadeDevice.FWID_FIELD, SelfMadeDevice.FWID);

    assertRefused(
        verify(report(device.unsigned(blocks, Bytes.concat(fields, fwid)))), Reason.MALFORMED);
    assertRefused(
        verify(
            report(
                device.unsigned(
                    Bytes.concat(block, blocks.slice(0, blocks.length() - 55)), fields))),
        Reason.MALFORMED);
  }

  @Test
  void refusesFieldsOfOtherForm() {
    assertField(SelfMadeDevice.PROTECTED_PCIE, "00");
    assertField(SelfMadeDevice.PROTECTED_PCIE, "5555");
    assertField(SelfMadeDevice.FWID_FIELD, "f1");
    assertField(SelfMadeDevice.VBIOS_VERSION, "00740096");
    assertField(SelfMadeDevice.DRIVER_VERSION, "0000");
    assertField(SelfMadeDevice.DRIVER_VERSION, "31200a");
  }

  @Test
  void refusesBytesAfterTheReportUnlessAllowed() {
    Bytes longer = Bytes.concat(device.message(), Bytes.ofHex("00"));

    assertRefused(verify(new Report(longer, device.chain())), Reason.MALFORMED);
  }

  private void assertField(int type, String hex) {
    SelfMadeDevice changed = new SelfMadeDevice();
    changed.opaque.put(type, Bytes.ofHex(hex));
    assertRefused(verify(changed.report()), Reason.MALFORMED);
  }

  private Report report(Bytes unsigned) {
    return new Report(device.signed(unsigned), device.chain());
  }

  private Verdict verify(Report... reports) {
    return verifier.verify(evidence(reports), demand(Optional.of(SelfMadeDevice.NONCE)));
  }

  private NvidiaEvidence evidence(Report... reports) {
    return new NvidiaEvidence(
        Device.GPU, List.of(reports), Optional.of(driver.signed()), Optional.of(vbios.signed()));
  }

  private static Demand demand(Optional<Bytes> nonce) {
    return new Demand(AT, nonce, Optional.empty(), EvidencePolicy.STRICT);
  }

  private static void assertAccepted(Verdict verdict) {
    assertThat(verdict instanceof Verdict.Refused refused ? refused.detail() : "accepted")
        .isEqualTo("accepted");
    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
  }

  private static void assertRefused(Verdict verdict, Reason reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.reason()).as(refused.detail()).isEqualTo(reason));
  }
}
