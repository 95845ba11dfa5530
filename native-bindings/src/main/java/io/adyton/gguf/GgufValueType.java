// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import org.jspecify.annotations.Nullable;

/** The types a metadata value can have, in the order of {@code enum gguf_type} in gguf.h. */
public enum GgufValueType {
  UINT8("u8", 1),
  INT8("i8", 1),
  UINT16("u16", 2),
  INT16("i16", 2),
  UINT32("u32", 4),
  INT32("i32", 4),
  FLOAT32("f32", 4),
  BOOL("bool", 1),
  STRING("str", 0),
  ARRAY("arr", 0),
  UINT64("u64", 8),
  INT64("i64", 8),
  FLOAT64("f64", 8);

  private final String label;
  private final int bytes;

  GgufValueType(String label, int bytes) {
    this.label = label;
    this.bytes = bytes;
  }

  /** The short name llama.cpp prints, for example {@code u32}. */
  public String label() {
    return label;
  }

  /** Bytes of one value, 0 where the length varies. */
  public int bytes() {
    return bytes;
  }

  static @Nullable GgufValueType of(int id) {
    GgufValueType[] types = values();
    return id >= 0 && id < types.length ? types[id] : null;
  }
}
