// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.identity;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.collect.CollateralDirectory;
import io.adyton.attestation.collect.GpuEvidenceSource;
import io.adyton.attestation.collect.GpuEvidenceSource.Device;
import io.adyton.attestation.collect.ReportCollector;
import io.adyton.attestation.document.Anchor;
import io.adyton.attestation.document.AssuranceLevel;
import io.adyton.attestation.document.Collateral;
import io.adyton.attestation.document.Submodule;
import io.adyton.attestation.evidence.NvidiaEvidence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Processor, GPUs and TPM of one machine, as far as it has them, each asked over the same anchor.
 *
 * <p><b>Guarantees.</b> One question is put to the machine at a time, and an answer holds every
 * part or there is none.
 *
 * <p><b>Does not guarantee.</b> That the parts are of one machine: each of them signs for whoever
 * asks, so that follows only where a verifier knows the software that runs in the guest.
 */
public final class WholeMachine implements Attester {
  private final ProcessorReports processor;
  private final Optional<Attester> measured;
  private final GpuEvidenceSource gpus;
  private final List<Device> devices;
  private final Optional<CollateralDirectory> collateral;

  /**
   * Puts the parts together.
   *
   * @param processor a guest's or an enclave's
   * @param measured the TPM that measured the start; owned by this object from now on
   * @param gpus asked once, now, which of them run in confidential mode
   * @param collateral where what makers publish is kept
   * @throws IOException if the GPUs cannot be listed
   */
  public WholeMachine(
      ReportCollector processor,
      Optional<Attester> measured,
      GpuEvidenceSource gpus,
      Optional<CollateralDirectory> collateral)
      throws IOException {
    this.processor = new ProcessorReports(processor);
    this.measured = measured;
    this.gpus = gpus;
    this.devices = List.copyOf(gpus.devices());
    this.collateral = collateral;
  }

  @Override
  public int level() {
    return devices.isEmpty() ? AssuranceLevel.PROCESSOR : AssuranceLevel.PROCESSOR_AND_GPUS;
  }

  @Override
  public synchronized List<Submodule.Gpu> attestDevices(Bytes nonce) throws IOException {
    Bytes deviceNonce = Submodule.Gpu.nonceFor(nonce);
    List<Submodule.Gpu> reports = new ArrayList<>();
    for (Device device : devices) {
      NvidiaEvidence.Report report = gpus.report(device, deviceNonce);
      reports.add(
          new Submodule.Gpu(
              device.uuid(), device.architecture(), report.message(), report.chain()));
    }
    return reports;
  }

  @Override
  public synchronized List<Submodule> attest(Anchor anchor) throws IOException {
    List<Submodule> parts = new ArrayList<>();
    parts.add(processor.over(anchor));
    if (measured.isPresent()) {
      parts.addAll(measured.get().attest(anchor));
    }
    return parts;
  }

  @Override
  public Collateral collateral() throws IOException {
    return collateral.isPresent() ? collateral.get().read() : Collateral.NONE;
  }

  @Override
  public Optional<Bytes> activate(Bytes credentialBlob, Bytes encryptedSecret) throws IOException {
    return measured.isPresent()
        ? measured.get().activate(credentialBlob, encryptedSecret)
        : Optional.empty();
  }

  @Override
  public void close() throws IOException {
    if (measured.isPresent()) {
      measured.get().close();
    }
  }
}
