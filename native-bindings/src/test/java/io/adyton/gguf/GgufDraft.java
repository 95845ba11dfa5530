// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A GGUF file in pieces, written exactly as told, so that tests can spoil one piece at a time. */
public final class GgufDraft {
  public static final int MAGIC = 0x46554747;

  /** One key: its value is raw bytes, so that type and value may disagree. */
  public static final class Key {
    String name;
    int type;
    byte[] value;

    Key(String name, int type, byte[] value) {
      this.name = name;
      this.type = type;
      this.value = value.clone();
    }
  }

  /** One tensor; a negative offset means "the next free place". */
  public static final class Tensor {
    String name;
    long[] shape;
    int type;
    long offset = -1;
    byte[] data;

    Tensor(String name, int type, byte[] data, long... shape) {
      this.name = name;
      this.type = type;
      this.data = data.clone();
      this.shape = shape.clone();
    }
  }

  int magic = MAGIC;
  int version = 3;
  int alignment = 32;
  long extraKeys;
  long extraTensors;
  final List<Key> keys = new ArrayList<>();
  final List<Tensor> tensors = new ArrayList<>();

  GgufDraft key(String name, GgufValueType type, byte[] value) {
    keys.add(new Key(name, type.ordinal(), value));
    return this;
  }

  GgufDraft u32(String name, long value) {
    return key(name, GgufValueType.UINT32, int32(value));
  }

  GgufDraft f32(String name, float value) {
    return key(name, GgufValueType.FLOAT32, int32(Float.floatToRawIntBits(value)));
  }

  GgufDraft flag(String name, boolean value) {
    return key(name, GgufValueType.BOOL, new byte[] {(byte) (value ? 1 : 0)});
  }

  GgufDraft text(String name, String value) {
    return key(name, GgufValueType.STRING, string(value));
  }

  GgufDraft texts(String name, List<String> values) {
    return key(name, GgufValueType.ARRAY, textArray(values));
  }

  GgufDraft int32s(String name, int... values) {
    ByteBuffer bytes = little(12 + 4 * values.length);
    bytes.putInt(GgufValueType.INT32.ordinal()).putLong(values.length);
    for (int value : values) {
      bytes.putInt(value);
    }
    return key(name, GgufValueType.ARRAY, bytes.array());
  }

  GgufDraft float32s(String name, float... values) {
    ByteBuffer bytes = little(12 + 4 * values.length);
    bytes.putInt(GgufValueType.FLOAT32.ordinal()).putLong(values.length);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return key(name, GgufValueType.ARRAY, bytes.array());
  }

  GgufDraft tensor(String name, GgmlType type, byte[] data, long... shape) {
    tensors.add(new Tensor(name, type.id(), data, shape));
    return this;
  }

  Key key(String name) {
    return keys.stream().filter(key -> key.name.equals(name)).findFirst().orElseThrow();
  }

  Tensor tensor(String name) {
    return tensors.stream().filter(tensor -> tensor.name.equals(name)).findFirst().orElseThrow();
  }

  GgufDraft without(String key) {
    keys.removeIf(entry -> entry.name.equals(key));
    return this;
  }

  /** Writes the file. */
  public Path write(Path path) {
    try {
      return Files.write(path, bytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of the file. */
  public byte[] bytes() {
    List<byte[]> parts = new ArrayList<>();
    parts.add(
        little(24)
            .putInt(magic)
            .putInt(version)
            .putLong(tensors.size() + extraTensors)
            .putLong(keys.size() + extraKeys)
            .array());
    for (Key key : keys) {
      parts.add(string(key.name));
      parts.add(int32(key.type));
      parts.add(key.value);
    }
    long free = 0;
    for (Tensor tensor : tensors) {
      parts.add(string(tensor.name));
      ByteBuffer shape = little(4 + 8 * tensor.shape.length).putInt(tensor.shape.length);
      for (long length : tensor.shape) {
        shape.putLong(length);
      }
      parts.add(shape.array());
      parts.add(int32(tensor.type));
      parts.add(little(8).putLong(tensor.offset < 0 ? free : tensor.offset).array());
      free = padded(free + tensor.data.length);
    }
    int header = parts.stream().mapToInt(part -> part.length).sum();
    parts.add(new byte[(int) padded(header) - header]);
    for (Tensor tensor : tensors) {
      parts.add(tensor.data);
      parts.add(new byte[(int) padded(tensor.data.length) - tensor.data.length]);
    }
    ByteBuffer file = ByteBuffer.allocate(parts.stream().mapToInt(part -> part.length).sum());
    parts.forEach(file::put);
    return file.array();
  }

  static byte[] int32(long value) {
    return little(4).putInt((int) value).array();
  }

  static byte[] int64(long value) {
    return little(8).putLong(value).array();
  }

  static byte[] string(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return little(8 + utf8.length).putLong(utf8.length).put(utf8).array();
  }

  static byte[] textArray(List<String> values) {
    List<byte[]> strings = values.stream().map(GgufDraft::string).toList();
    ByteBuffer bytes = little(12 + strings.stream().mapToInt(s -> s.length).sum());
    bytes.putInt(GgufValueType.STRING.ordinal()).putLong(values.size());
    strings.forEach(bytes::put);
    return bytes.array();
  }

  private long padded(long length) {
    return (length + alignment - 1) & -alignment;
  }

  private static ByteBuffer little(int capacity) {
    return ByteBuffer.allocate(capacity).order(ByteOrder.LITTLE_ENDIAN);
  }
}
