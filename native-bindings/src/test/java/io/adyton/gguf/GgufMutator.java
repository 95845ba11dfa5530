// SPDX-License-Identifier: Apache-2.0
package io.adyton.gguf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Spoils model files: half the mutants know the structure, half do not. The same number always
 * gives the same mutant.
 */
public final class GgufMutator {
  private static final long[] MAGIC_NUMBERS = {
    0,
    1,
    2,
    3,
    5,
    7,
    15,
    31,
    33,
    64,
    255,
    256,
    512,
    513,
    1_025,
    65_535,
    65_536,
    1 << 20,
    Integer.MAX_VALUE,
    1L << 31,
    0xFFFF_FFFFL,
    1L << 32,
    1L << 40,
    1L << 62,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    -1,
    -2,
    -32
  };

  private static final float[] MAGIC_REALS = {
    0f,
    -0f,
    -1f,
    1f,
    1e-30f,
    1e30f,
    Float.MAX_VALUE,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY
  };

  private static final List<String> ARCHITECTURES =
      Stream.concat(Architectures.SERVED.stream().sorted(), Stream.of("clip", "bert", "xyz"))
          .toList();

  private static final List<String> TOKENIZERS =
      List.of("llama", "gpt2", "bert", "t5", "rwkv", "plamo2", "gemma4", "none", "xyz");

  private final SplittableRandom random;

  private GgufMutator(long number) {
    this.random = new SplittableRandom(number * 0x9E3779B97F4A7C15L + 1);
  }

  /** The mutant of that number. */
  public static byte[] mutant(long number) {
    return new GgufMutator(number)
        .mutate(number % 2 == 0 ? TinyModels.bytePairLlama() : TinyModels.sentencePieceLlama());
  }

  /** Spoils some bytes near a place, as {@link #mutant} does without knowing the structure. */
  static void spoil(byte[] bytes, long number) {
    new GgufMutator(number).spoilBytes(bytes, bytes.length);
  }

  private byte[] mutate(GgufDraft draft) {
    int times = random.nextInt(4) == 0 ? 2 : 1;
    boolean structured = random.nextInt(3) > 0;
    if (structured) {
      for (int i = 0; i < times; i++) {
        spoilStructure(draft);
      }
    }
    byte[] bytes = draft.bytes();
    if (structured) {
      return bytes;
    }
    return switch (random.nextInt(8)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(100));
      default -> {
        spoilBytes(bytes, bytes.length / (random.nextBoolean() ? 1 : 10));
        yield bytes;
      }
    };
  }

  private void spoilBytes(byte[] bytes, int end) {
    int times = 1 + random.nextInt(4);
    for (int i = 0; i < times; i++) {
      int at = random.nextInt(end);
      switch (random.nextInt(3)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> {
          byte[] noise = new byte[Math.min(1 + random.nextInt(16), bytes.length - at)];
          random.nextBytes(noise);
          System.arraycopy(noise, 0, bytes, at, noise.length);
        }
        default -> {
          byte[] number = GgufDraft.int64(magicNumber());
          int length = Math.min(random.nextBoolean() ? 4 : 8, bytes.length - at);
          System.arraycopy(number, 0, bytes, at, length);
        }
      }
    }
  }

  private void spoilStructure(GgufDraft draft) {
    switch (random.nextInt(24)) {
      case 0 -> draft.keys.add(pick(draft.keys));
      case 1 -> draft.keys.remove(pick(draft.keys));
      case 2 -> pick(draft.keys).name += "x";
      case 3 -> pick(draft.keys).type = random.nextInt(16);
      case 4, 5, 6, 7, 8 -> spoilNumber(draft);
      case 9 -> spoilLength(draft);
      case 10 -> draft.extraKeys = magicNumber();
      case 11 -> draft.extraTensors = magicNumber();
      case 12 -> draft.tensors.add(pick(draft.tensors));
      case 13 -> draft.tensors.remove(pick(draft.tensors));
      case 14 -> pick(draft.tensors).name = pick(draft.tensors).name;
      case 15, 16 -> retype(pick(draft.tensors));
      case 17 -> spoilShape(pick(draft.tensors));
      case 18 ->
          pick(draft.tensors).offset =
              random.nextBoolean() ? magicNumber() : 32L << random.nextInt(12);
      case 19 -> {
        long alignment = 1L << random.nextInt(20);
        draft.u32("general.alignment", alignment);
        draft.alignment = (int) alignment;
      }
      case 20 -> spoilVocabulary(draft);
      case 21 -> retitle(draft, pick(ARCHITECTURES));
      case 22 ->
          draft.keys.stream()
              .filter(key -> key.name.equals("tokenizer.ggml.model"))
              .forEach(key -> key.value = GgufDraft.string(pick(TOKENIZERS)));
      default -> reshape(draft);
    }
  }

  /** Passes the model off as another architecture. */
  private static void retitle(GgufDraft draft, String architecture) {
    draft.keys.stream()
        .filter(key -> key.name.equals("general.architecture"))
        .forEach(key -> key.value = GgufDraft.string(architecture));
    draft.keys.forEach(key -> key.name = key.name.replaceFirst("^llama\\.", architecture + "."));
  }

  private void spoilNumber(GgufDraft draft) {
    List<GgufDraft.Key> numbers = draft.keys.stream().filter(key -> key.value.length == 4).toList();
    GgufDraft.Key key = pick(numbers);
    key.value =
        key.type == GgufValueType.FLOAT32.ordinal()
            ? GgufDraft.int32(
                Float.floatToRawIntBits(MAGIC_REALS[random.nextInt(MAGIC_REALS.length)]))
            : GgufDraft.int32(magicNumber());
  }

  private void spoilLength(GgufDraft draft) {
    GgufDraft.Key key =
        pick(draft.keys.stream().filter(entry -> entry.value.length >= 12).toList());
    int at = key.type == GgufValueType.ARRAY.ordinal() ? 4 : 0;
    System.arraycopy(GgufDraft.int64(magicNumber()), 0, key.value, at, 8);
  }

  private void retype(GgufDraft.Tensor tensor) {
    tensor.type = random.nextInt(45);
    GgmlType type = GgmlType.of(tensor.type);
    if (type != null && random.nextBoolean()) {
      long elements = Arrays.stream(tensor.shape).reduce(1, (a, b) -> a * b);
      tensor.data =
          Arrays.copyOf(tensor.data, (int) (elements / type.blockElements() * type.blockBytes()));
    }
  }

  private void spoilShape(GgufDraft.Tensor tensor) {
    if (random.nextInt(4) == 0) {
      tensor.shape = Arrays.copyOf(tensor.shape, random.nextInt(6));
    } else {
      tensor.shape[random.nextInt(tensor.shape.length)] = magicNumber();
    }
  }

  /** Swaps two dimensions, which keeps the file well-formed. */
  private void reshape(GgufDraft draft) {
    GgufDraft.Tensor tensor =
        pick(draft.tensors.stream().filter(t -> t.shape.length == 2).toList());
    tensor.shape = new long[] {tensor.shape[1], tensor.shape[0]};
  }

  private void spoilVocabulary(GgufDraft draft) {
    GgufDraft.Key key =
        pick(
            draft.keys.stream()
                .filter(entry -> entry.type == GgufValueType.ARRAY.ordinal())
                .toList());
    int from =
        Math.min(12 + random.nextInt(Math.max(1, key.value.length - 12)), key.value.length - 1);
    switch (random.nextInt(3)) {
      case 0 -> key.value[from] ^= (byte) (1 << random.nextInt(8));
      case 1 -> key.value[from] = random.nextBoolean() ? 0 : (byte) 0xFF;
      default -> {
        byte[] word = "<|im_end|>".getBytes(StandardCharsets.US_ASCII);
        int length = Math.min(word.length, key.value.length - from);
        System.arraycopy(word, 0, key.value, from, length);
      }
    }
  }

  private long magicNumber() {
    return random.nextInt(4) == 0
        ? random.nextInt(1_000)
        : MAGIC_NUMBERS[random.nextInt(MAGIC_NUMBERS.length)];
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
