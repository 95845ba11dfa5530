// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import io.adyton.gguf.GgufException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one header from front to back, refusing at the first thing that breaks a rule. */
final class GgufReader {
  private static final int MAGIC = 0x46554747;
  private static final int DEFAULT_ALIGNMENT = 32;
  private static final String ALIGNMENT_KEY = "general.alignment";

  private final GgufInput input;

  GgufReader(GgufInput input) {
    this.input = input;
  }

  GgufFile read() throws GgufException, IOException {
    if (input.remaining() < Integer.BYTES || input.int32("the magic") != MAGIC) {
      throw new GgufException(
          Reason.NOT_GGUF,
          "The file does not start with the bytes 'GGUF', so it is no model file.");
    }
    int version = input.int32("the version");
    if (version != GgufFile.VERSION) {
      throw new GgufException(
          Reason.VERSION,
          "The file has GGUF version %s; only version %d is read."
              .formatted(Integer.toUnsignedString(version), GgufFile.VERSION));
    }
    int tensorCount = tensorCount();
    int keyCount = keyCount();
    GgufMetadata metadata = metadata(keyCount);
    int alignment = alignment(metadata);
    return tensors(tensorCount, alignment, metadata);
  }

  private int tensorCount() throws GgufException, IOException {
    return count(
        "the number of tensors",
        1,
        GgufLimits.MAX_TENSORS,
        Reason.TENSOR_COUNT,
        "The file says it has %s tensors; between 1 and %d are allowed.");
  }

  private int keyCount() throws GgufException, IOException {
    return count(
        "the number of keys",
        0,
        GgufLimits.MAX_KEYS,
        Reason.TOO_MANY_KEYS,
        "The file says it has %s metadata keys; at most %d are allowed.");
  }

  private int count(String what, int least, int most, Reason reason, String complaint)
      throws GgufException, IOException {
    long count = input.int64(what);
    if (count < least || count > most) {
      throw new GgufException(reason, complaint.formatted(Long.toUnsignedString(count), most));
    }
    return (int) count;
  }

  private GgufMetadata metadata(int count) throws GgufException, IOException {
    Map<String, GgufValue> values = LinkedHashMap.newLinkedHashMap(count);
    for (int i = 0; i < count; i++) {
      String key = key(i);
      if (values.containsKey(key)) {
        throw new GgufException(
            Reason.DUPLICATE_KEY, "Key '%s' stands in the file twice.".formatted(key));
      }
      values.put(key, value(key));
      if (input.position() > GgufLimits.MAX_METADATA_BYTES) {
        throw metadataTooLarge();
      }
    }
    return new GgufMetadata(values);
  }

  private String key(int index) throws GgufException, IOException {
    long length = input.int64("key " + index);
    String key = printable(length, GgufLimits.MAX_KEY_BYTES, "key " + index);
    if (key == null) {
      throw new GgufException(
          Reason.KEY_NAME,
          "The name of key %d must be 1 to %d printable ASCII characters."
              .formatted(index, GgufLimits.MAX_KEY_BYTES));
    }
    return key;
  }

  private GgufValue value(String key) throws GgufException, IOException {
    GgufValueType type = valueType(key);
    return switch (type) {
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64 ->
          new GgufValue.Whole(type, new NumberArray(type, numbers(type, 1, key)).whole(0));
      case FLOAT32 -> new GgufValue.Real(type, little(numbers(type, 1, key)).getFloat());
      case FLOAT64 -> new GgufValue.Real(type, little(numbers(type, 1, key)).getDouble());
      case BOOL -> new GgufValue.Flag(numbers(type, 1, key)[0] == 1);
      case STRING -> new GgufValue.Text(text(key));
      case ARRAY -> array(key);
    };
  }

  private GgufValueType valueType(String key) throws GgufException, IOException {
    int id = input.int32("the type of key '%s'".formatted(key));
    GgufValueType type = GgufValueType.of(id);
    if (type == null) {
      throw new GgufException(
          Reason.VALUE_TYPE,
          "Key '%s' has value type %s, which GGUF does not know."
              .formatted(key, Integer.toUnsignedString(id)));
    }
    return type;
  }

  private GgufValue.Array array(String key) throws GgufException, IOException {
    GgufValueType type = valueType(key);
    long count = input.int64("the length of array '%s'".formatted(key));
    if (count < 0 || count > GgufLimits.MAX_ARRAY_ELEMENTS) {
      throw new GgufException(
          Reason.ARRAY_LENGTH,
          "Array '%s' says it has %s elements; at most %d are allowed."
              .formatted(key, Long.toUnsignedString(count), GgufLimits.MAX_ARRAY_ELEMENTS));
    }
    int size = (int) count;
    return switch (type) {
      case STRING -> texts(size, key);
      case ARRAY ->
          throw new GgufException(
              Reason.VALUE_TYPE,
              "Key '%s' holds an array of arrays, which is not allowed.".formatted(key));
      case UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64, FLOAT32, FLOAT64, BOOL ->
          new NumberArray(type, numbers(type, size, key));
    };
  }

  private byte[] numbers(GgufValueType type, int count, String key)
      throws GgufException, IOException {
    byte[] bytes = input.bytes(count * type.bytes(), valueOf(key));
    if (type == GgufValueType.BOOL) {
      for (byte b : bytes) {
        if (b != 0 && b != 1) {
          throw new GgufException(
              Reason.MALFORMED_VALUE,
              "Key '%s' holds a boolean %d; only 0 and 1 are allowed."
                  .formatted(key, Byte.toUnsignedInt(b)));
        }
      }
    }
    return bytes;
  }

  private String text(String key) throws GgufException, IOException {
    String what = valueOf(key);
    int length = stringLength(key, what);
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(input.bytes(length, what)))
          .toString();
    } catch (CharacterCodingException e) {
      throw new GgufException(
          Reason.MALFORMED_VALUE, "The text of key '%s' is not UTF-8.".formatted(key));
    }
  }

  private TextArray texts(int count, String key) throws GgufException, IOException {
    String what = valueOf(key);
    input.checkRemaining((long) count * Long.BYTES, what);
    int[] ends = new int[count];
    byte[] bytes = new byte[Math.max(16, count * 8)];
    int end = 0;
    for (int i = 0; i < count; i++) {
      int length = stringLength(key, what);
      input.checkRemaining(length, what);
      if (end + length > GgufLimits.MAX_METADATA_BYTES) {
        throw metadataTooLarge();
      }
      if (end + length > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, end + length));
      }
      input.read(bytes, end, length, what);
      end += length;
      ends[i] = end;
    }
    return new TextArray(bytes, ends);
  }

  private int stringLength(String key, String what) throws GgufException, IOException {
    long length = input.int64(what);
    if (length < 0 || length > GgufLimits.MAX_STRING_BYTES) {
      throw new GgufException(
          Reason.STRING_LENGTH,
          "Key '%s' holds a string of %s bytes; at most %d are allowed."
              .formatted(key, Long.toUnsignedString(length), GgufLimits.MAX_STRING_BYTES));
    }
    return (int) length;
  }

  private static int alignment(GgufMetadata metadata) throws GgufException {
    GgufValue value = metadata.asMap().get(ALIGNMENT_KEY);
    if (value == null) {
      return DEFAULT_ALIGNMENT;
    }
    if (!(value instanceof GgufValue.Whole(GgufValueType type, long alignment))
        || type != GgufValueType.UINT32
        || alignment < GgufLimits.MIN_ALIGNMENT
        || alignment > GgufLimits.MAX_ALIGNMENT
        || Long.bitCount(alignment) != 1) {
      throw new GgufException(
          Reason.ALIGNMENT,
          "Key '%s' must be a u32 power of two from %d to %d."
              .formatted(ALIGNMENT_KEY, GgufLimits.MIN_ALIGNMENT, GgufLimits.MAX_ALIGNMENT));
    }
    return (int) alignment;
  }

  private GgufFile tensors(int count, int alignment, GgufMetadata metadata)
      throws GgufException, IOException {
    List<GgufTensor> relative = new ArrayList<>(Math.min(count, 4_096));
    Set<String> names = HashSet.newHashSet(Math.min(count, 4_096));
    for (int i = 0; i < count; i++) {
      GgufTensor tensor = tensor(i);
      if (!names.add(tensor.name())) {
        throw new GgufException(
            Reason.DUPLICATE_TENSOR,
            "Tensor '%s' stands in the file twice.".formatted(tensor.name()));
      }
      relative.add(tensor);
    }
    long dataOffset = padded(input.position(), alignment);
    List<GgufTensor> placed =
        TensorLayout.place(relative, dataOffset, alignment, input.fileBytes());
    return new GgufFile(alignment, dataOffset, input.fileBytes(), metadata, placed);
  }

  private GgufTensor tensor(int index) throws GgufException, IOException {
    String what = "the description of tensor " + index;
    String name = printable(input.int64(what), GgufLimits.MAX_TENSOR_NAME_BYTES, what);
    if (name == null) {
      throw new GgufException(
          Reason.TENSOR_NAME,
          "The name of tensor %d must be 1 to %d printable ASCII characters."
              .formatted(index, GgufLimits.MAX_TENSOR_NAME_BYTES));
    }
    List<Long> shape = shape(name, what);
    int typeId = input.int32(what);
    GgmlType type = GgmlType.of(typeId);
    if (type == null) {
      throw new GgufException(
          Reason.TENSOR_TYPE,
          "Tensor '%s' has type %s, which libllama v0.5.0 does not know."
              .formatted(name, Integer.toUnsignedString(typeId)));
    }
    long bytes = TensorLayout.bytes(name, type, shape);
    return new GgufTensor(name, type, shape, input.int64(what), bytes);
  }

  private List<Long> shape(String name, String what) throws GgufException, IOException {
    int dimensions = input.int32(what);
    if (dimensions < 1 || dimensions > GgufLimits.MAX_DIMENSIONS) {
      throw new GgufException(
          Reason.TENSOR_SHAPE,
          "Tensor '%s' has %s dimensions; 1 to %d are allowed."
              .formatted(name, Integer.toUnsignedString(dimensions), GgufLimits.MAX_DIMENSIONS));
    }
    List<Long> shape = new ArrayList<>(dimensions);
    for (int d = 0; d < dimensions; d++) {
      long length = input.int64(what);
      if (length < 1) {
        throw new GgufException(
            Reason.TENSOR_SHAPE,
            "Dimension %d of tensor '%s' must be positive, but is %d.".formatted(d, name, length));
      }
      shape.add(length);
    }
    return shape;
  }

  /** Reads a name; null if it is empty, longer than allowed or not printable ASCII. */
  private @Nullable String printable(long length, int maxLength, String what)
      throws GgufException, IOException {
    if (length < 1 || length > maxLength) {
      return null;
    }
    byte[] bytes = input.bytes((int) length, what);
    for (byte b : bytes) {
      if (b <= ' ' || b > '~') {
        return null;
      }
    }
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static String valueOf(String key) {
    return "the value of key '" + key + "'";
  }

  private static ByteBuffer little(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static long padded(long position, int alignment) {
    return (position + alignment - 1) & -alignment;
  }

  private static GgufException metadataTooLarge() {
    return new GgufException(
        Reason.METADATA_SIZE,
        "The metadata is larger than the %d bytes allowed."
            .formatted(GgufLimits.MAX_METADATA_BYTES));
  }
}
