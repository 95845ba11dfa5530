// SPDX-License-Identifier: Apache-2.0
package io.adyton.cuda;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The CUDA driver, {@code libcuda.so.1}, as {@code cuda.h} declares it. */
final class CudaDriver {
  static final String LIBRARY = "libcuda.so.1";

  private static final int NOT_FOUND = 500;
  private static final int NAME_BYTES = 256;
  private static final int UUID_BYTES = 16;
  private static final int COMPUTE_CAPABILITY_MAJOR = 75;
  private static final int COMPUTE_CAPABILITY_MINOR = 76;

  private final DriverLibrary library;

  private CudaDriver(DriverLibrary library) {
    this.library = library;
  }

  /** Opens the driver; empty where it is absent or finds no GPU it can drive. */
  static Optional<CudaDriver> open(String name) {
    return DriverLibrary.open(name, NOT_FOUND)
        .filter(library -> library.call("cuInit", 0) == DriverLibrary.SUCCESS)
        .map(CudaDriver::new);
  }

  /** Returns the CUDA release the driver supports, such as 13.1. */
  String version() {
    try (Arena arena = Arena.ofConfined()) {
      int version = number(arena, "cuDriverGetVersion");
      return version / 1000 + "." + version % 1000 / 10;
    }
  }

  List<CudaDevice> devices() {
    List<CudaDevice> devices = new ArrayList<>();
    try (Arena arena = Arena.ofConfined()) {
      int count = number(arena, "cuDeviceGetCount");
      for (int index = 0; index < count; index++) {
        devices.add(device(arena, index));
      }
    }
    return List.copyOf(devices);
  }

  private CudaDevice device(Arena arena, int index) {
    MemorySegment handle = arena.allocate(JAVA_INT);
    library.require("cuDeviceGet", handle, index);
    int device = handle.get(JAVA_INT, 0);
    MemorySegment name = arena.allocate(NAME_BYTES);
    library.require("cuDeviceGetName", name, NAME_BYTES - 1, device);
    MemorySegment total = arena.allocate(JAVA_LONG);
    library.require("cuDeviceTotalMem_v2", total, device);
    return new CudaDevice(
        index,
        name.getString(0),
        uuid(arena, device),
        total.get(JAVA_LONG, 0),
        -1,
        attribute(arena, COMPUTE_CAPABILITY_MAJOR, device),
        attribute(arena, COMPUTE_CAPABILITY_MINOR, device));
  }

  private String uuid(Arena arena, int device) {
    MemorySegment bytes = arena.allocate(UUID_BYTES);
    if (library.call("cuDeviceGetUuid_v2", bytes, device) != DriverLibrary.SUCCESS) {
      return "";
    }
    String hex = HexFormat.of().formatHex(bytes.toArray(JAVA_BYTE));
    return "GPU-%s-%s-%s-%s-%s"
        .formatted(
            hex.substring(0, 8),
            hex.substring(8, 12),
            hex.substring(12, 16),
            hex.substring(16, 20),
            hex.substring(20));
  }

  private int attribute(Arena arena, int attribute, int device) {
    MemorySegment value = arena.allocate(JAVA_INT);
    library.require("cuDeviceGetAttribute", value, attribute, device);
    return value.get(JAVA_INT, 0);
  }

  private int number(Arena arena, String function) {
    MemorySegment value = arena.allocate(JAVA_INT);
    library.require(function, value);
    return value.get(JAVA_INT, 0);
  }
}
