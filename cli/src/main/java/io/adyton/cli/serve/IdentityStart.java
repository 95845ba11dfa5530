// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import io.adyton.attestation.boot.StartEvent;
import io.adyton.attestation.boot.StartEvent.Kind;
import io.adyton.attestation.boot.StartLog;
import io.adyton.attestation.boot.TpmRegister;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.collect.CollateralDirectory;
import io.adyton.attestation.collect.EvidenceSource;
import io.adyton.attestation.collect.ReportCollector;
import io.adyton.attestation.collect.TpmAttester;
import io.adyton.attestation.document.Bound;
import io.adyton.attestation.identity.AttestedIdentity;
import io.adyton.attestation.identity.Attester;
import io.adyton.attestation.identity.MeasuredMachine;
import io.adyton.attestation.identity.SimulatedAttester;
import io.adyton.attestation.identity.WholeMachine;
import io.adyton.attestation.tcg.EventLogBuilder;
import io.adyton.attestation.tcg.HashAlgorithm;
import io.adyton.attestation.tpm.device.TpmTransport;
import io.adyton.cli.UserError;
import io.adyton.cli.Version;
import io.adyton.cli.model.ModelFile;
import io.adyton.llama.LibraryDescription;
import io.adyton.provenance.log.NoteKey;
import io.adyton.server.config.ServerConfig;
import io.adyton.server.gpu.NvmlGpuEvidence;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Measures the start, before anything listens, and makes the identity that is shown. */
final class IdentityStart {
  private static final Path FIRMWARE_LOG =
      Path.of("/sys/kernel/security/tpm0/binary_bios_measurements");
  private static final int START_DIGEST_BYTES = 32;

  private final ServerConfig config;
  private final Path data;
  private final SecureRandom random = new SecureRandom();

  IdentityStart(ServerConfig config, Path data) {
    this.config = config;
    this.data = data;
  }

  /**
   * Measures program and model, and draws the keys.
   *
   * @param logKey signs the log's checkpoints
   * @param parts takes over the TPM
   */
  AttestedIdentity start(
      ModelFile model, LibraryDescription natives, NoteKey logKey, OpenedParts parts)
      throws IOException {
    if (config.trust().strict()) {
      new StrictStart(Path.of("/proc")).require();
    }
    Bytes modelDigest = Bytes.ofHex(model.sha256());
    Attester attester = parts.add(attester(events(modelDigest, model.name(), natives)));
    return AttestedIdentity.create(
        attester,
        new AttestedIdentity.Facts(
            List.of(new Bound.Model(model.name(), modelDigest)),
            new Bound.Engine("libllama", natives.version(), Bytes.ofHex(natives.manifestSha256())),
            new Bound.Privacy(0, 0, "per-tenant"),
            Optional.of(logKey.spki())),
        names(config.network().address()),
        InstantSource.system(),
        random);
  }

  private List<StartEvent> events(Bytes modelDigest, String model, LibraryDescription natives)
      throws IOException {
    byte[] drawn = new byte[START_DIGEST_BYTES];
    random.nextBytes(drawn);
    List<StartEvent> events = new ArrayList<>();
    events.add(new StartEvent(Kind.START, Version.text(), Bytes.of(drawn)));
    events.addAll(RunningProgram.measure(Bytes.ofHex(config.digest()), natives));
    events.add(new StartEvent(Kind.MODEL, model, modelDigest));
    return events;
  }

  private Attester attester(List<StartEvent> events) throws IOException {
    Optional<ReportCollector> processor = config.trust().processor().map(IdentityStart::processor);
    Optional<Attester> measured = Optional.empty();
    if (config.trust().tpm().isPresent()) {
      measured = Optional.of(measured(config.trust().tpm().get(), events));
    }
    if (processor.isEmpty()) {
      return measured.orElseGet(() -> simulated(events));
    }
    try {
      return new WholeMachine(
          processor.get(),
          measured,
          new NvmlGpuEvidence(),
          config.trust().collateral().map(CollateralDirectory::new));
    } catch (IOException | RuntimeException e) {
      if (measured.isPresent()) {
        measured.get().close();
      }
      throw e;
    }
  }

  private static ReportCollector processor(String wanted) {
    try {
      return EvidenceSource.chooseReports(wanted, Path.of("/"));
    } catch (IOException e) {
      throw UserError.unsupported(String.valueOf(e.getMessage()));
    }
  }

  private static Attester simulated(List<StartEvent> events) {
    EventLogBuilder log = new EventLogBuilder(Set.of(HashAlgorithm.SHA256));
    events.forEach(event -> event.appendTo(log));
    return new SimulatedAttester(log.toBytes());
  }

  private Attester measured(String location, List<StartEvent> events) throws IOException {
    TpmAttester tpm = TpmAttester.open(TpmTransport.open(location), random);
    try {
      Optional<Bytes> firmware =
          Files.isReadable(FIRMWARE_LOG)
              ? Optional.of(Bytes.of(Files.readAllBytes(FIRMWARE_LOG)))
              : Optional.empty();
      StartLog log = StartLog.open(data.resolve("start-log.bin"), firmware, new TpmRegister(tpm));
      log.append(events);
      return new MeasuredMachine(tpm, log);
    } catch (IOException | RuntimeException e) {
      tpm.close();
      throw e;
    }
  }

  private static AttestedIdentity.Names names(InetAddress address) {
    List<InetAddress> addresses =
        address.isAnyLocalAddress() || address.isLoopbackAddress()
            ? List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"))
            : List.of(address);
    return new AttestedIdentity.Names(List.of("localhost"), addresses);
  }
}
