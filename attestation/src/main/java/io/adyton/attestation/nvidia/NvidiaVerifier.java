// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Reason;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.TrustAnchors;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges reports of NVIDIA GPUs and switches, one or a set of them.
 *
 * <p>Asserts for each that a device of NVIDIA’s signed the report over the nonce demanded, that its
 * firmware is the one the certificate was given to, and that every measurement a manifest calls
 * active is one that NVIDIA published for this driver and VBIOS; for a set, that no device is there
 * twice and all answered the same nonce. It does not find out whether a certificate was revoked,
 * nor whether the devices are those of the machine that shows them: the nonce must bind them to it.
 */
public final class NvidiaVerifier implements Verifier<NvidiaEvidence> {
  private static final int MAX_DEVICES = 64;

  private final TrustAnchors deviceRoots;
  private final TrustAnchors manifestRoots;

  /** Trusts NVIDIA’s roots. */
  public NvidiaVerifier() {
    this(NvidiaRoots.DEVICES, NvidiaRoots.MANIFESTS);
  }

  /** Trusts other roots. */
  public NvidiaVerifier(TrustAnchors deviceRoots, TrustAnchors manifestRoots) {
    this.deviceRoots = deviceRoots;
    this.manifestRoots = manifestRoots;
  }

  @Override
  public void appraise(NvidiaEvidence evidence, Demand demand, Appraisal appraisal)
      throws MalformedEvidenceException {
    requireNumber(evidence.reports().size());
    int allowTrailingBytes = demand.policy().allowTrailingBytes();
    if (demand.policy().parseOnly()) {
      examine(evidence, allowTrailingBytes, appraisal);
      return;
    }
    List<AttestedDevice> devices = new ArrayList<>();
    for (NvidiaEvidence.Report report : evidence.reports()) {
      devices.add(AttestedDevice.read(evidence.device(), report, allowTrailingBytes));
    }
    claim(devices.stream().map(AttestedDevice::claims).toList(), appraisal);
    Map<ManifestRole, ReferenceManifest> manifests = manifests(evidence);
    // Without a demand, the devices of a set must at least have been asked together.
    Bytes nonce = demand.nonce().orElse(devices.getFirst().report().nonce());
    for (int i = 0; i < devices.size(); i++) {
      requireDevice(id(devices, i), devices.get(i), nonce, demand, appraisal);
    }
    Freshness.refuseReportData("nvidia", demand, appraisal);
    for (ManifestRole role : ManifestRole.of(evidence.device())) {
      requireManifest(role, manifests, devices, demand, appraisal);
    }
    requireDisjoint(manifests, appraisal);
    requireDistinct(devices, appraisal);
  }

  private static void requireNumber(int reports) throws MalformedEvidenceException {
    if (reports < 1 || reports > MAX_DEVICES) {
      throw new MalformedEvidenceException(
          "set of devices: expected 1 to %d, found %d".formatted(MAX_DEVICES, reports));
    }
  }

  /** Reads reports whether their certificates are at hand or not. */
  private static void examine(NvidiaEvidence evidence, int allowTrailingBytes, Appraisal appraisal)
      throws MalformedEvidenceException {
    List<Map<String, Claim>> claims = new ArrayList<>();
    for (NvidiaEvidence.Report report : evidence.reports()) {
      claims.add(
          report.chain().length() == 0
              ? DeviceReport.read(evidence.device(), report.message(), allowTrailingBytes).claims()
              : AttestedDevice.read(evidence.device(), report, allowTrailingBytes).claims());
    }
    claim(claims, appraisal);
  }

  private static Map<ManifestRole, ReferenceManifest> manifests(NvidiaEvidence evidence)
      throws MalformedEvidenceException {
    Map<ManifestRole, ReferenceManifest> manifests = new LinkedHashMap<>();
    for (ManifestRole role : ManifestRole.of(evidence.device())) {
      Optional<Bytes> file = role.file(evidence);
      if (file.isPresent()) {
        manifests.put(role, ReferenceManifest.read(file.get()));
      }
    }
    return manifests;
  }

  private void requireDevice(
      String id, AttestedDevice device, Bytes nonce, Demand demand, Appraisal appraisal) {
    device.chain().require(id + ".chain", deviceRoots, demand.at(), appraisal);
    requireFirmware(id + ".fwid", device, appraisal);
    appraisal.requireEqual(
        id + ".nonce", Reason.NONCE, Source.HARDWARE_PROVEN, nonce, device.report().nonce());
    appraisal.require(
        id + ".signature",
        Reason.SIGNATURE,
        Source.HARDWARE_PROVEN,
        device.report().isSignedBy(device.leaf().getPublicKey()),
        "ECDSA P-384 by " + Certificates.subject(device.leaf()),
        "request and response of %d bytes".formatted(device.report().signed().length()));
    if (!demand.policy().allowProtectedPcie()) {
      appraisal.require(
          id + ".protected-pcie",
          Reason.MEASUREMENT,
          Source.HARDWARE_PROVEN,
          !device.state().protectedPcie().orElse(false),
          "protected PCIe off",
          device.state().protectedPcie().map(on -> on ? "on" : "off").orElse("not reported"));
    }
  }

  private static void requireFirmware(String id, AttestedDevice device, Appraisal appraisal) {
    Optional<Bytes> certified = FirmwareDigest.find(device.leaf());
    Optional<Bytes> fwid = device.state().fwid();
    String expected =
        certified.map(Bytes::hex).orElse("a digest in the certificate, which has none");
    if (fwid.isEmpty()) {
      appraisal.unknown(
          id, Reason.BINDING, Source.HARDWARE_PROVEN, expected, "no FWID in the report");
      return;
    }
    appraisal.require(
        id,
        Reason.BINDING,
        Source.HARDWARE_PROVEN,
        fwid.equals(certified),
        expected,
        fwid.get().hex());
  }

  private void requireManifest(
      ManifestRole role,
      Map<ManifestRole, ReferenceManifest> manifests,
      List<AttestedDevice> devices,
      Demand demand,
      Appraisal appraisal) {
    ReferenceManifest manifest = manifests.get(role);
    if (manifest == null) {
      role.recordMissing(demand.policy(), appraisal);
      return;
    }
    ManifestAppraisal.require(role.id(), manifest, manifestRoots, demand.at(), appraisal);
    appraisal.claim(role.id() + ".version", manifest.version());
    for (int i = 0; i < devices.size(); i++) {
      AttestedDevice device = devices.get(i);
      String version = role.version(device.state());
      appraisal.require(
          id(devices, i) + "." + role.id() + ".version",
          Reason.MEASUREMENT,
          Source.PROVIDER_ASSERTED,
          manifest.version().equalsIgnoreCase(version),
          manifest.version(),
          version);
      int compared =
          MeasurementComparison.require(
              id(devices, i) + "." + role.id(), manifest, device.report(), appraisal);
      appraisal.claim(role.id() + ".active", compared);
    }
  }

  private static void requireDisjoint(
      Map<ManifestRole, ReferenceManifest> manifests, Appraisal appraisal) {
    if (manifests.size() < 2) {
      return;
    }
    Set<Integer> seen = new HashSet<>();
    Set<Integer> twice = new HashSet<>();
    for (ReferenceManifest manifest : manifests.values()) {
      manifest.active().keySet().stream().filter(index -> !seen.add(index)).forEach(twice::add);
    }
    appraisal.require(
        "rim.disjoint",
        Reason.MEASUREMENT,
        Source.PROVIDER_ASSERTED,
        twice.isEmpty(),
        "no index active in both manifests",
        twice.isEmpty() ? "none" : "active in both: " + twice);
  }

  /** The device key of the boot ROM tells devices apart; the responder’s nonce tells reports. */
  private static void requireDistinct(List<AttestedDevice> devices, Appraisal appraisal) {
    if (devices.size() < 2) {
      return;
    }
    long distinctKeys = devices.stream().map(AttestedDevice::key).distinct().count();
    long distinctReports = devices.stream().map(d -> d.report().responseNonce()).distinct().count();
    appraisal.require(
        "nvidia.distinct",
        Reason.DUPLICATE,
        Source.HARDWARE_PROVEN,
        Math.min(distinctKeys, distinctReports) == devices.size(),
        devices.size() + " different devices, each with a report of its own",
        "%d devices and %d reports".formatted(distinctKeys, distinctReports));
  }

  /**
   * Claims what each device says under its number, and under the plain name what all of them say.
   */
  private static void claim(List<Map<String, Claim>> claims, Appraisal appraisal) {
    appraisal.claim("devices", claims.size());
    appraisal.claim("revocation", "unknown");
    claims
        .getFirst()
        .forEach(
            (name, claim) -> {
              if (claims.stream().allMatch(other -> claim.equals(other.get(name)))) {
                appraisal.claim(name, claim);
              }
            });
    for (int i = 0; i < claims.size() && claims.size() > 1; i++) {
      String prefix = "device." + i + ".";
      claims.get(i).forEach((name, claim) -> appraisal.claim(prefix + name, claim));
    }
  }

  private static String id(List<AttestedDevice> devices, int index) {
    return devices.size() == 1 ? "nvidia" : "nvidia.device." + index;
  }
}
