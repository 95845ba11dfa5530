// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Where a machine's evidence may come from, in the words of whoever has to set one up. */
public enum EvidenceSource {
  /** A TPM 2.0 behind the kernel's resource manager. */
  TPM(
      "TPM 2.0",
      "dev/tpmrm0",
      "switch the TPM on in the firmware, or give the virtual machine one",
      "add the user that runs Adyton to the group tss"),
  /** What the firmware logged into the TPM. */
  FIRMWARE_LOG(
      "firmware event log",
      "sys/kernel/security/tpm0/binary_bios_measurements",
      "start the machine by UEFI with its TPM on, and mount securityfs",
      "let the user that runs Adyton read it"),
  /** Reports of the processor through the kernel's common interface. */
  TSM_REPORTS(
      "configfs-tsm",
      "sys/kernel/config/tsm/report",
      "start as an SEV-SNP or TDX guest with Linux 6.7 or later, and mount configfs",
      "let the user that runs Adyton write it"),
  /** SEV-SNP reports. */
  SEV_GUEST(
      "SEV-SNP guest device",
      "dev/sev-guest",
      "start as an SEV-SNP guest",
      "let the user that runs Adyton write it"),
  /** TD reports. */
  TDX_GUEST(
      "TDX guest device",
      "dev/tdx_guest",
      "start as a TDX guest",
      "let the user that runs Adyton write it"),
  /** Nitro documents. */
  NITRO(
      "AWS Nitro security module",
      "dev/nsm",
      "start inside a Nitro Enclave",
      "let the user that runs Adyton write it"),
  /** SGX quotes. */
  GRAMINE(
      "Gramine attestation files",
      "dev/attestation/quote",
      "start under Gramine with SGX remote attestation",
      "start under Gramine with SGX remote attestation");

  private final String title;
  private final String path;
  private final String remedyIfAbsent;
  private final String remedyIfForbidden;

  EvidenceSource(String title, String path, String remedyIfAbsent, String remedyIfForbidden) {
    this.title = title;
    this.path = path;
    this.remedyIfAbsent = remedyIfAbsent;
    this.remedyIfForbidden = remedyIfForbidden;
  }

  /** What was found of a source. */
  public sealed interface Finding {
    /** Returns of which source. */
    EvidenceSource source();

    /** It is there and this process may use it. */
    record Usable(EvidenceSource source, Path path) implements Finding {}

    /** It is there, and this process may not use it. */
    record Forbidden(EvidenceSource source, Path path, String remedy) implements Finding {}

    /** It is not there. */
    record Absent(EvidenceSource source, Path path, String remedy) implements Finding {}
  }

  /**
   * Returns the collector for reports of the processor that hold data of ours; none for sources of
   * something else. A TD report of {@link #TDX_GUEST} means nothing away from its processor.
   *
   * @param root the root directory of the machine
   */
  public Optional<ReportCollector> reports(Path root) {
    Path place = root.resolve(path);
    return switch (this) {
      case TSM_REPORTS -> Optional.of(new TsmReports(place));
      case SEV_GUEST -> Optional.of(new SevGuestDevice(place));
      case NITRO -> Optional.of(new NsmDevice(place));
      case GRAMINE -> Optional.of(new GramineQuotes(root.resolve("dev/attestation")));
      case TPM, FIRMWARE_LOG, TDX_GUEST -> Optional.empty();
    };
  }

  /**
   * Chooses where the processor's reports come from.
   *
   * @param wanted {@code auto} for the first that the machine offers, or the {@link #flag} of one
   * @param root the root directory of the machine
   * @throws IOException if the machine does not offer it, with what is in the way of each
   */
  public static ReportCollector chooseReports(String wanted, Path root) throws IOException {
    StringBuilder reasons = new StringBuilder();
    for (Finding finding : survey(root)) {
      EvidenceSource source = finding.source();
      Optional<ReportCollector> reports = source.reports(root);
      if (reports.isEmpty() || !(wanted.equals("auto") || wanted.equals(source.flag()))) {
        continue;
      }
      switch (finding) {
        case Finding.Usable _ -> {
          return reports.get();
        }
        case Finding.Forbidden forbidden ->
            reasons.append("; %s: %s".formatted(forbidden.path(), forbidden.remedy()));
        case Finding.Absent absent ->
            reasons.append("; %s: %s".formatted(absent.path(), absent.remedy()));
      }
    }
    throw new IOException(
        "expected evidence of the processor (%s), found none that this process can use%s"
            .formatted(wanted, reasons));
  }

  /** Returns the word by which settings name it. */
  public String flag() {
    return switch (this) {
      case TPM -> "tpm";
      case FIRMWARE_LOG -> "firmware-log";
      case TSM_REPORTS -> "configfs-tsm";
      case SEV_GUEST -> "sev-guest";
      case TDX_GUEST -> "tdx-guest";
      case NITRO -> "nitro";
      case GRAMINE -> "gramine";
    };
  }

  /** Returns what it is called. */
  public String title() {
    return title;
  }

  /**
   * Looks at every source without asking any for evidence.
   *
   * @param root the root directory of the machine
   */
  public static List<Finding> survey(Path root) {
    return Arrays.stream(values()).map(source -> source.find(root)).toList();
  }

  private Finding find(Path root) {
    Path place = root.resolve(path);
    if (!Files.exists(place)) {
      return new Finding.Absent(this, place, remedyIfAbsent);
    }
    boolean allowed =
        Files.isReadable(place)
            && (this == FIRMWARE_LOG || this == GRAMINE || Files.isWritable(place));
    return allowed
        ? new Finding.Usable(this, place)
        : new Finding.Forbidden(this, place, remedyIfForbidden);
  }
}
