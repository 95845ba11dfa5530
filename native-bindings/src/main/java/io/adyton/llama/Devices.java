// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** ggml's registry of devices. */
final class Devices {
  private Devices() {}

  static List<Device> list() {
    List<Device> devices = new ArrayList<>();
    for (MemorySegment handle : handles()) {
      devices.add(describe(handle));
    }
    return List.copyOf(devices);
  }

  /** Returns the device of that name, which must be one that can hold layers of a model. */
  static MemorySegment offloadTarget(String name) {
    for (MemorySegment handle : handles()) {
      if (CStrings.read(GgmlSymbols.deviceName(handle)).equalsIgnoreCase(name)
          && DeviceType.of(GgmlSymbols.deviceType(handle)).takesLayers()) {
        return handle;
      }
    }
    List<String> known =
        list().stream().filter(device -> device.type().takesLayers()).map(Device::name).toList();
    throw new IllegalArgumentException(
        "there is no GPU named "
            + name
            + "; "
            + (known.isEmpty() ? "libllama found none" : "there are " + String.join(", ", known)));
  }

  private static List<MemorySegment> handles() {
    List<MemorySegment> handles = new ArrayList<>();
    long count = GgmlSymbols.deviceCount();
    for (long index = 0; index < count; index++) {
      handles.add(GgmlSymbols.device(index));
    }
    return handles;
  }

  private static Device describe(MemorySegment handle) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment free = arena.allocate(JAVA_LONG);
      MemorySegment total = arena.allocate(JAVA_LONG);
      GgmlSymbols.deviceMemory(handle, free, total);
      return new Device(
          CStrings.read(GgmlSymbols.deviceName(handle)),
          CStrings.read(GgmlSymbols.deviceDescription(handle)),
          DeviceType.of(GgmlSymbols.deviceType(handle)),
          free.get(JAVA_LONG, 0),
          total.get(JAVA_LONG, 0));
    }
  }
}
