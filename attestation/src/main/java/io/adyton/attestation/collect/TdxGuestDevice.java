// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/**
 * TD reports through the guest driver (include/uapi/linux/tdx-guest.h). Such a report means
 * something on the same processor only; a quoting service of the host or the cloud turns it into a
 * quote. Thread-safe; callers wait for each other.
 */
public final class TdxGuestDevice {
  /** Where Linux has it. */
  public static final Path DEVICE = Path.of("/dev/tdx_guest");

  private static final long TDX_CMD_GET_REPORT0 = 0xc4405401L;
  private static final int REPORT_BYTES = 1024;
  private static final int REPORT_DATA_OFFSET = 128;

  private final Path device;
  private final CharacterDevice.C c;

  /** Asks a device. */
  public TdxGuestDevice(Path device) {
    this(device, CharacterDevice.C.standard());
  }

  TdxGuestDevice(Path device, CharacterDevice.C c) {
    this.device = device;
    this.c = c;
  }

  /**
   * Asks for a TDREPORT_STRUCT of 1,024 bytes.
   *
   * @param reportData {@value ReportCollector#REPORT_DATA_BYTES} bytes
   */
  public synchronized Bytes report(Bytes reportData) throws IOException {
    ReportCollector.requireLength(reportData);
    int length = reportData.length();
    try (Arena arena = Arena.ofConfined();
        CharacterDevice opened = CharacterDevice.open(device, c)) {
      MemorySegment argument = arena.allocate(length + REPORT_BYTES, Long.BYTES);
      argument.copyFrom(MemorySegment.ofArray(reportData.toArray()));
      opened.request("TDX_CMD_GET_REPORT0", TDX_CMD_GET_REPORT0, argument);
      Bytes report = Bytes.of(argument.asSlice(length).toArray(JAVA_BYTE));
      if (!report.slice(REPORT_DATA_OFFSET, REPORT_DATA_OFFSET + length).equals(reportData)) {
        throw new IOException(
            "%s: expected a report for our data, found another".formatted(device));
      }
      return report;
    }
  }
}
