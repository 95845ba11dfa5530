// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * A C struct whose fields are read and written by the names its header gives them.
 *
 * <p>Padding follows the rules of the System V and AArch64 C ABIs: each field at its natural
 * alignment, the whole padded to that of its widest field. Access by name searches the layout, so
 * it is for parameters that are filled once; hot paths keep the offset.
 */
record CStruct(String name, StructLayout layout) {
  /** Lays out {@code fields}, each of which carries its C name. */
  static CStruct of(String name, MemoryLayout... fields) {
    List<MemoryLayout> members = new ArrayList<>();
    long offset = 0;
    long alignment = 1;
    for (MemoryLayout field : fields) {
      offset = pad(members, offset, field.byteAlignment());
      alignment = Math.max(alignment, field.byteAlignment());
      members.add(field);
      offset += field.byteSize();
    }
    pad(members, offset, alignment);
    return new CStruct(
        name, MemoryLayout.structLayout(members.toArray(MemoryLayout[]::new)).withName(name));
  }

  private static long pad(List<MemoryLayout> members, long offset, long alignment) {
    long padded = Math.ceilDiv(offset, alignment) * alignment;
    if (padded > offset) {
      members.add(MemoryLayout.paddingLayout(padded - offset));
    }
    return padded;
  }

  static MemoryLayout pointer(String field) {
    return ValueLayout.ADDRESS.withName(field);
  }

  static MemoryLayout int32(String field) {
    return ValueLayout.JAVA_INT.withName(field);
  }

  static MemoryLayout int64(String field) {
    return ValueLayout.JAVA_LONG.withName(field);
  }

  static MemoryLayout float32(String field) {
    return ValueLayout.JAVA_FLOAT.withName(field);
  }

  static MemoryLayout bool(String field) {
    return ValueLayout.JAVA_BOOLEAN.withName(field);
  }

  static MemoryLayout bytes(String field, int count) {
    return MemoryLayout.sequenceLayout(count, ValueLayout.JAVA_BYTE).withName(field);
  }

  MemorySegment allocate(Arena arena) {
    return arena.allocate(layout);
  }

  long offset(String field) {
    return layout.byteOffset(PathElement.groupElement(field));
  }

  int intAt(MemorySegment struct, String field) {
    return struct.get(ValueLayout.JAVA_INT, offset(field));
  }

  boolean booleanAt(MemorySegment struct, String field) {
    return struct.get(ValueLayout.JAVA_BOOLEAN, offset(field));
  }

  CStruct setInt(MemorySegment struct, String field, int value) {
    struct.set(ValueLayout.JAVA_INT, offset(field), value);
    return this;
  }

  CStruct setFloat(MemorySegment struct, String field, float value) {
    struct.set(ValueLayout.JAVA_FLOAT, offset(field), value);
    return this;
  }

  CStruct setBoolean(MemorySegment struct, String field, boolean value) {
    struct.set(ValueLayout.JAVA_BOOLEAN, offset(field), value);
    return this;
  }

  CStruct setPointer(MemorySegment struct, String field, MemorySegment value) {
    struct.set(ValueLayout.ADDRESS, offset(field), value);
    return this;
  }
}
