// SPDX-License-Identifier: Apache-2.0
package io.adyton.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/** Structs of {@code nvml.h}. All fields lie at their natural alignment without padding. */
final class NvmlLayouts {
  static final StructLayout MEMORY =
      MemoryLayout.structLayout(
              JAVA_LONG.withName("total"), JAVA_LONG.withName("free"), JAVA_LONG.withName("used"))
          .withName("nvmlMemory_t");

  static final StructLayout SETTINGS =
      MemoryLayout.structLayout(
              JAVA_INT.withName("version"),
              JAVA_INT.withName("environment"),
              JAVA_INT.withName("ccFeature"),
              JAVA_INT.withName("devToolsMode"),
              JAVA_INT.withName("multiGpuMode"))
          .withName("nvmlSystemConfComputeSettings_v1_t");

  static final StructLayout STATE =
      MemoryLayout.structLayout(
              JAVA_INT.withName("environment"),
              JAVA_INT.withName("ccFeature"),
              JAVA_INT.withName("devToolsMode"))
          .withName("nvmlConfComputeSystemState_t");

  static final StructLayout CERTIFICATE =
      MemoryLayout.structLayout(
              JAVA_INT.withName("certChainSize"),
              JAVA_INT.withName("attestationCertChainSize"),
              bytes("certChain", 0x1000),
              bytes("attestationCertChain", 0x1400))
          .withName("nvmlConfComputeGpuCertificate_t");

  static final StructLayout REPORT =
      MemoryLayout.structLayout(
              JAVA_INT.withName("isCecAttestationReportPresent"),
              JAVA_INT.withName("attestationReportSize"),
              JAVA_INT.withName("cecAttestationReportSize"),
              bytes("nonce", GpuEvidence.NONCE_BYTES),
              bytes("attestationReport", 0x2000),
              bytes("cecAttestationReport", 0x1000))
          .withName("nvmlConfComputeGpuAttestationReport_t");

  private NvmlLayouts() {}

  static long offset(StructLayout struct, String field) {
    return struct.byteOffset(PathElement.groupElement(field));
  }

  static long size(StructLayout struct, String field) {
    return struct.select(PathElement.groupElement(field)).byteSize();
  }

  private static MemoryLayout bytes(String name, int count) {
    return MemoryLayout.sequenceLayout(count, JAVA_BYTE).withName(name);
  }
}
