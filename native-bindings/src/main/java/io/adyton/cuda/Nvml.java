// SPDX-License-Identifier: Apache-2.0
package io.adyton.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** NVIDIA's management library, {@code libnvidia-ml.so.1}, as {@code nvml.h} declares it. */
final class Nvml implements AutoCloseable {
  static final String LIBRARY = "libnvidia-ml.so.1";

  private static final int NOT_SUPPORTED = 3;
  private static final int FUNCTION_NOT_FOUND = 13;
  private static final int ARGUMENT_VERSION_MISMATCH = 25;

  private static final int TEXT_BYTES = 96;

  /** {@code NVML_STRUCT_VERSION(SystemConfComputeSettings, 1)}: the size, and 1 in the top byte. */
  private static final int SETTINGS_VERSION = (int) NvmlLayouts.SETTINGS.byteSize() | 1 << 24;

  private final DriverLibrary library;

  private Nvml(DriverLibrary library) {
    this.library = library;
  }

  /** Opens the library; empty where it is absent or finds no driver. */
  static Optional<Nvml> open(String name) {
    return DriverLibrary.open(name, FUNCTION_NOT_FOUND)
        .filter(library -> library.call("nvmlInit_v2") == DriverLibrary.SUCCESS)
        .map(Nvml::new);
  }

  String driverVersion() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocate(TEXT_BYTES + 1L);
      library.require("nvmlSystemGetDriverVersion", text, TEXT_BYTES);
      return text.getString(0);
    }
  }

  List<CudaDevice> devices() {
    List<CudaDevice> devices = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment count = arena.allocate(JAVA_INT);
      library.require("nvmlDeviceGetCount_v2", count);
      for (int index = 0; index < count.get(JAVA_INT, 0); index++) {
        devices.add(device(arena, index));
      }
    }
    return List.copyOf(devices);
  }

  /** Returns the state of confidential computing; empty where the driver knows none. */
  Optional<ConfidentialCompute> confidentialCompute() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment settings = arena.allocate(NvmlLayouts.SETTINGS);
      settings.set(JAVA_INT, NvmlLayouts.offset(NvmlLayouts.SETTINGS, "version"), SETTINGS_VERSION);
      if (supported("nvmlSystemGetConfComputeSettings", settings)) {
        return Optional.of(
            state(
                arena,
                NvmlLayouts.SETTINGS,
                settings,
                number(NvmlLayouts.SETTINGS, settings, "multiGpuMode")));
      }
      MemorySegment older = arena.allocate(NvmlLayouts.STATE);
      return supported("nvmlSystemGetConfComputeState", older)
          ? Optional.of(state(arena, NvmlLayouts.STATE, older, 0))
          : Optional.empty();
    }
  }

  /** Returns a GPU's signed report over {@code nonce}, with its certificates. */
  GpuEvidence evidence(int index, byte[] nonce) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment device = handle(arena, index);
      MemorySegment report = arena.allocate(NvmlLayouts.REPORT);
      MemorySegment.copy(
          nonce,
          0,
          report,
          JAVA_BYTE,
          NvmlLayouts.offset(NvmlLayouts.REPORT, "nonce"),
          nonce.length);
      library.require("nvmlDeviceGetConfComputeGpuAttestationReport", device, report);
      MemorySegment certificate = arena.allocate(NvmlLayouts.CERTIFICATE);
      library.require("nvmlDeviceGetConfComputeGpuCertificate", device, certificate);
      boolean hasCec = number(NvmlLayouts.REPORT, report, "isCecAttestationReportPresent") != 0;
      return new GpuEvidence(
          nonce,
          bytes(NvmlLayouts.REPORT, report, "attestationReport"),
          hasCec ? bytes(NvmlLayouts.REPORT, report, "cecAttestationReport") : new byte[0],
          bytes(NvmlLayouts.CERTIFICATE, certificate, "certChain"),
          bytes(NvmlLayouts.CERTIFICATE, certificate, "attestationCertChain"));
    }
  }

  @Override
  public void close() {
    library.call("nvmlShutdown");
  }

  private CudaDevice device(Arena arena, int index) {
    MemorySegment device = handle(arena, index);
    MemorySegment memory = arena.allocate(NvmlLayouts.MEMORY);
    library.require("nvmlDeviceGetMemoryInfo", device, memory);
    MemorySegment major = arena.allocate(JAVA_INT);
    MemorySegment minor = arena.allocate(JAVA_INT);
    library.require("nvmlDeviceGetCudaComputeCapability", device, major, minor);
    return new CudaDevice(
        index,
        text(arena, "nvmlDeviceGetName", device),
        text(arena, "nvmlDeviceGetUUID", device),
        memory.get(JAVA_LONG, NvmlLayouts.offset(NvmlLayouts.MEMORY, "total")),
        memory.get(JAVA_LONG, NvmlLayouts.offset(NvmlLayouts.MEMORY, "free")),
        major.get(JAVA_INT, 0),
        minor.get(JAVA_INT, 0));
  }

  private MemorySegment handle(Arena arena, int index) {
    MemorySegment handle = arena.allocate(ADDRESS);
    library.require("nvmlDeviceGetHandleByIndex_v2", index, handle);
    return handle.get(ADDRESS, 0);
  }

  private String text(Arena arena, String function, MemorySegment device) {
    MemorySegment text = arena.allocate(TEXT_BYTES + 1L);
    library.require(function, device, text, TEXT_BYTES);
    return text.getString(0);
  }

  private ConfidentialCompute state(
      Arena arena, StructLayout layout, MemorySegment struct, int multiGpu) {
    MemorySegment ready = arena.allocate(JAVA_INT);
    boolean acceptsWork =
        supported("nvmlSystemGetConfComputeGpusReadyState", ready) && ready.get(JAVA_INT, 0) != 0;
    return new ConfidentialCompute(
        constant(ConfidentialCompute.Environment.values(), number(layout, struct, "environment")),
        number(layout, struct, "ccFeature") != 0,
        number(layout, struct, "devToolsMode") != 0,
        constant(ConfidentialCompute.MultiGpu.values(), multiGpu),
        acceptsWork);
  }

  /** Returns whether the driver knows the function and filled {@code result}. */
  private boolean supported(String function, MemorySegment result) {
    int code = library.call(function, result);
    return switch (code) {
      case DriverLibrary.SUCCESS -> true;
      case NOT_SUPPORTED, FUNCTION_NOT_FOUND, ARGUMENT_VERSION_MISMATCH -> false;
      default -> throw CudaException.failed(function, code);
    };
  }

  private static int number(StructLayout layout, MemorySegment struct, String field) {
    return struct.get(JAVA_INT, NvmlLayouts.offset(layout, field));
  }

  /** Returns as much of a byte field as its size field says. */
  private static byte[] bytes(StructLayout layout, MemorySegment struct, String field) {
    int length = number(layout, struct, field + "Size");
    if (length < 0 || length > NvmlLayouts.size(layout, field)) {
      throw new CudaException(
          "the driver says that %s has %d of at most %d bytes"
              .formatted(field, length, NvmlLayouts.size(layout, field)),
          DriverLibrary.SUCCESS);
    }
    return struct.asSlice(NvmlLayouts.offset(layout, field), length).toArray(JAVA_BYTE);
  }

  private static <E extends Enum<E>> E constant(E[] values, int value) {
    if (value < 0 || value >= values.length) {
      throw new CudaException(
          "the driver returned %d for %s"
              .formatted(value, values[0].getDeclaringClass().getSimpleName()),
          DriverLibrary.SUCCESS);
    }
    return values[value];
  }
}
