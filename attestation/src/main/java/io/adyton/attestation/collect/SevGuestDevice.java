// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.SevSnpEvidence;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * SEV-SNP reports through the guest driver, for kernels without configfs-tsm
 * (include/uapi/linux/sev-guest.h).
 */
public final class SevGuestDevice implements ReportCollector {
  /** Where Linux has it. */
  public static final Path DEVICE = Path.of("/dev/sev-guest");

  private static final long SNP_GET_EXT_REPORT = 0xc0205302L;
  private static final int MESSAGE_VERSION = 1;
  private static final int RESPONSE_BYTES = 4000;
  private static final int REPORT_OFFSET = 32;
  private static final int REPORT_BYTES = 1184;
  private static final int REPORT_DATA_OFFSET = 0x50;
  private static final int CERTIFICATES_BYTES = 0x4000;
  private static final int PAGE_BYTES = 4096;

  /** struct snp_guest_request_ioctl. */
  private static final long IOCTL_BYTES = 32;

  private static final long IOCTL_REQUEST = 8;
  private static final long IOCTL_RESPONSE = 16;
  private static final long IOCTL_ERROR = 24;

  /** struct snp_ext_report_req: user_data, vmpl and reserved bytes come first. */
  private static final long REQUEST_BYTES = 112;

  private static final long REQUEST_CERTIFICATES = 96;
  private static final long REQUEST_CERTIFICATES_BYTES = 104;

  private final Path device;
  private final CharacterDevice.C c;

  /** Asks a device. */
  public SevGuestDevice(Path device) {
    this(device, CharacterDevice.C.standard());
  }

  SevGuestDevice(Path device, CharacterDevice.C c) {
    this.device = device;
    this.c = c;
  }

  @Override
  public synchronized SevSnpEvidence collect(Bytes reportData) throws IOException {
    ReportCollector.requireLength(reportData);
    try (Arena arena = Arena.ofConfined();
        CharacterDevice opened = CharacterDevice.open(device, c)) {
      MemorySegment certificates = arena.allocate(CERTIFICATES_BYTES, PAGE_BYTES);
      MemorySegment request = arena.allocate(REQUEST_BYTES, Long.BYTES);
      request.copyFrom(MemorySegment.ofArray(reportData.toArray()));
      request.set(JAVA_LONG, REQUEST_CERTIFICATES, certificates.address());
      request.set(JAVA_INT, REQUEST_CERTIFICATES_BYTES, CERTIFICATES_BYTES);
      MemorySegment response = arena.allocate(RESPONSE_BYTES, Long.BYTES);
      MemorySegment argument = arena.allocate(IOCTL_BYTES, Long.BYTES);
      argument.set(JAVA_BYTE, 0, (byte) MESSAGE_VERSION);
      argument.set(JAVA_LONG, IOCTL_REQUEST, request.address());
      argument.set(JAVA_LONG, IOCTL_RESPONSE, response.address());
      opened.request("SNP_GET_EXT_REPORT", SNP_GET_EXT_REPORT, argument);
      requireSuccess(argument.get(JAVA_LONG, IOCTL_ERROR), response);
      Bytes report = bytes(response.asSlice(REPORT_OFFSET, REPORT_BYTES));
      requireOwn(reportData, report);
      return SnpCertificateTable.read(bytes(certificates)).with(report);
    } catch (MalformedEvidenceException e) {
      throw new IOException("expected the host's certificates, found other bytes", e);
    }
  }

  private void requireSuccess(long error, MemorySegment response) throws IOException {
    int status = response.get(JAVA_INT, 0);
    int size = response.get(JAVA_INT, Integer.BYTES);
    if (error != 0 || status != 0 || size != REPORT_BYTES) {
      throw new IOException(
          "%s: expected a report of %d bytes, found firmware error 0x%x, status %d, %d bytes"
              .formatted(device, REPORT_BYTES, error, status, size));
    }
  }

  private void requireOwn(Bytes reportData, Bytes report) throws IOException {
    int end = REPORT_DATA_OFFSET + REPORT_DATA_BYTES;
    if (!report.slice(REPORT_DATA_OFFSET, end).equals(reportData)) {
      throw new IOException("%s: expected a report for our data, found another".formatted(device));
    }
  }

  private static Bytes bytes(MemorySegment segment) {
    return Bytes.of(segment.toArray(JAVA_BYTE));
  }
}
