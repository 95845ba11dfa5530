// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import static io.adyton.attestation.nvidia.SelfMadeManifest.bytes;
import static io.adyton.attestation.nvidia.SelfMadeManifest.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.NvidiaManifest;
import io.adyton.attestation.x509.TestAuthority;
import io.adyton.attestation.x509.TestAuthority.Shape;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.xml.crypto.dsig.DigestMethod;
import javax.xml.crypto.dsig.Transform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NvidiaManifestVerifierTest {
  private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");
  private static final Bytes VALUE = Bytes.ofHex("11".repeat(48));
  private static final Bytes OTHER = Bytes.ofHex("22".repeat(48));

  private final NvidiaManifestVerifier verifier =
      new NvidiaManifestVerifier(SelfMadeManifest.roots());
  private final SelfMadeManifest manifest = new SelfMadeManifest("1.2.3").with(7, VALUE);

  @Test
  void acceptsGenuineManifest() {
    Verdict verdict = verify(manifest.signed());

    assertThat(verdict).isInstanceOf(Verdict.Accepted.class);
    assertThat(((Verdict.Accepted) verdict).claims().find("rim.version").map(Claim::text))
        .contains("1.2.3");
  }

  @Test
  void doesNotTrustRootInsideTheManifest() {
    assertRefused(
        new NvidiaManifestVerifier().verify(evidence(manifest.signed()), demand(AT)), Reason.CHAIN);
  }

  @Test
  void refusesAlteredValue() {
    Bytes altered = replaced(manifest.signed(), VALUE.hex(), OTHER.hex());

    assertRefused(verify(altered), Reason.SIGNATURE);
  }

  @Test
  void refusesSignerThatTheRootDoesNotKnow() {
    manifest.signer =
        TestAuthority.root("CN=Test Reference Values")
            .leaf("CN=Test Signer", manifest.keys, Shape.LEAF);

    assertRefused(verify(manifest.signed()), Reason.CHAIN);
  }

  @Test
  void refusesKnownSignerWhoDidNotSign() {
    manifest.signer =
        SelfMadeManifest.issuer()
            .leaf("CN=Test Signer", TestAuthority.ellipticCurve("secp384r1"), Shape.LEAF);

    assertRefused(verify(manifest.signed()), Reason.SIGNATURE);
  }

  @Test
  void refusesTimeOutsideTheSigner() {
    manifest.signer =
        SelfMadeManifest.issuer()
            .leaf("CN=Test Signer", manifest.keys, Shape.LEAF.during(AT, AT.plusSeconds(60)));
    Bytes signed = manifest.signed();

    assertRefused(
        verifier.verify(evidence(signed), demand(AT.minusSeconds(1))), Reason.NOT_YET_VALID);
    assertRefused(verifier.verify(evidence(signed), demand(AT.plusSeconds(61))), Reason.EXPIRED);
  }

  @Test
  void refusesReferenceToAPartOfTheDocument() {
    manifest.reference = "#signed";
    String withId = manifest.unsigned().replaceFirst(" name=", " Id=\"signed\" name=");

    assertRefused(verify(manifest.signed(withId)), Reason.MALFORMED);
  }

  /** The signed document lies whole inside another, which a careless reader would read. */
  @Test
  void refusesSignedDocumentWrappedInAnother() {
    String signed = text(manifest.signed());
    int start = signed.indexOf("<Signature");
    int end = signed.indexOf("</Signature>") + "</Signature>".length();
    String signature = signed.substring(start, end);
    String original = signed.substring(0, start) + signed.substring(end);
    String forged =
        new SelfMadeManifest("1.2.3")
            .with(7, OTHER)
            .unsigned()
            .replace("</SoftwareIdentity>", "<Evidence>%s</Evidence>%s</SoftwareIdentity>");

    assertRefused(verify(bytes(forged.formatted(original, signature))), Reason.SIGNATURE);
    assertRefused(verify(bytes(forged.formatted(signed, ""))), Reason.MALFORMED);
    assertRefused(verify(bytes(forged.formatted(signed, signature))), Reason.MALFORMED);
  }

  @Test
  void refusesSecondPayload() {
    String forged = text(manifest.signed()).replace("<Payload>", "<Payload></Payload><Payload>");

    assertRefused(verify(bytes(forged)), Reason.MALFORMED);
  }

  @Test
  void refusesObjectsInsideTheSignature() {
    manifest.objects = true;

    assertRefused(verify(manifest.signed()), Reason.MALFORMED);
  }

  @Test
  void refusesOtherTransforms() {
    manifest.transforms = List.of(Transform.ENVELOPED, "http://www.w3.org/2001/10/xml-exc-c14n#");
    assertRefused(verify(manifest.signed()), Reason.MALFORMED);

    manifest.transforms = List.of(Transform.ENVELOPED);
    assertRefused(verify(manifest.signed()), Reason.MALFORMED);
  }

  @Test
  void refusesOtherDigest() {
    manifest.digest = DigestMethod.SHA256;

    assertRefused(verify(manifest.signed()), Reason.MALFORMED);
  }

  @Test
  void refusesManifestWithoutSignature() {
    assertRefused(verify(bytes(manifest.unsigned())), Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE SoftwareIdentity>",
        "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/hostname\">]>",
        "<!DOCTYPE x [<!ATTLIST SoftwareIdentity Id ID #IMPLIED>]>"
      })
  void refusesDocumentType(String doctype) {
    assertRefused(verify(bytes(doctype + text(manifest.signed()))), Reason.MALFORMED);
  }

  @Test
  void refusesDeepNesting() {
    String deep = "<a>".repeat(100_000) + "</a>".repeat(100_000);

    assertRefused(verify(bytes(deep)), Reason.MALFORMED);
  }

  @Test
  void refusesMoreThanItsLimit() {
    assertRefused(
        verify(Bytes.concat(manifest.signed(), Bytes.of(new byte[1 << 20]))), Reason.MALFORMED);
  }

  @Test
  void refusesAttributeThatIsThereTwice() {
    Bytes twice = replaced(manifest.signed(), " index=\"7\"", " index=\"7\" index=\"7\"");

    assertRefused(verify(twice), Reason.MALFORMED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7, True, 1, VALUE",
        "-1, True, 1, VALUE",
        "255, True, 1, VALUE",
        "08, True, 1, VALUE",
        "8, true, 1, VALUE",
        "8, True, 0, VALUE",
        "8, True, 2, VALUE",
        "8, True, 1, 00",
        "8, True, 1, "
      })
  void refusesValuesOfOtherForm(String attributes) {
    Object[] parts = attributes.replace("VALUE", VALUE.hex()).split(", ?", -1);

    assertRefused(
        verify(
            manifest
                .with(
                    "<Resource type=\"Measurement\" index=\"%s\" active=\"%s\" alternatives=\"%s\" h:Hash0=\"%s\"/>"
                        .formatted(parts))
                .signed()),
        Reason.MALFORMED);
  }

  @Test
  void refusesWhatIsNoMeasurementInThePayload() {
    assertRefused(verify(manifest.with("<File name=\"x\"/>").signed()), Reason.MALFORMED);
  }

  @Test
  void refusesDemandForFreshness() {
    Demand demand = new Demand(AT, Optional.of(VALUE), Optional.empty(), EvidencePolicy.STRICT);

    assertRefused(verifier.verify(evidence(manifest.signed()), demand), Reason.NONCE);
  }

  private static Bytes replaced(Bytes xml, String from, String to) {
    assertThat(text(xml)).contains(from);
    return bytes(text(xml).replace(from, to));
  }

  private Verdict verify(Bytes xml) {
    return verifier.verify(evidence(xml), demand(AT));
  }

  private static NvidiaManifest evidence(Bytes xml) {
    return new NvidiaManifest(xml, Optional.empty());
  }

  private static Demand demand(Instant at) {
    return new Demand(at, Optional.empty(), Optional.empty(), EvidencePolicy.STRICT);
  }

  private static void assertRefused(Verdict verdict, Reason reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Verdict.Refused.class,
            refused -> assertThat(refused.reason()).as(refused.detail()).isEqualTo(reason));
  }
}
