// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.PaddingLayout;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares layouts, defaults and enum values with what a C program says that gcc compiled from the
 * headers of the same release and linked with the same libraries.
 */
class LlamaLayoutsTest {
  private static final Map<CStruct, String> DEFAULTS =
      Map.of(
          LlamaLayouts.MODEL_PARAMS, "llama_model_default_params()",
          LlamaLayouts.CONTEXT_PARAMS, "llama_context_default_params()",
          LlamaLayouts.QUANTIZE_PARAMS, "llama_model_quantize_default_params()",
          LlamaLayouts.THREADPOOL_PARAMS, "ggml_threadpool_params_default(3)");

  @Test
  void agreeWithTheHeaders(@TempDir Path directory) throws IOException {
    TestModels.library();

    assertThat(javaFacts()).isEqualTo(probe(directory));
  }

  private static Map<String, String> javaFacts() {
    Map<String, String> facts = new TreeMap<>();
    for (CStruct struct : LlamaLayouts.ALL) {
      facts.put("sizeof " + struct.name(), Long.toString(struct.layout().byteSize()));
      for (MemoryLayout field : fields(struct)) {
        facts.put(
            "offsetof " + struct.name() + "." + name(field),
            struct.offset(name(field)) + "+" + field.byteSize());
      }
    }
    try (Arena arena = Arena.ofConfined()) {
      putDefaults(facts, LlamaLayouts.MODEL_PARAMS, LlamaSymbols.modelDefaults(arena));
      putDefaults(facts, LlamaLayouts.CONTEXT_PARAMS, LlamaSymbols.contextDefaults(arena));
      putDefaults(facts, LlamaLayouts.QUANTIZE_PARAMS, LlamaSymbols.quantizeDefaults(arena));
      putDefaults(facts, LlamaLayouts.THREADPOOL_PARAMS, GgmlSymbols.threadpoolDefaults(arena, 3));
    }
    constants().forEach((name, value) -> facts.put("constant " + name, value.toString()));
    return facts;
  }

  private static void putDefaults(Map<String, String> facts, CStruct struct, MemorySegment value) {
    for (MemoryLayout field : fields(struct)) {
      long offset = struct.offset(name(field));
      String text =
          switch (field) {
            case ValueLayout.OfBoolean layout -> value.get(layout, offset) ? "1" : "0";
            case ValueLayout.OfInt layout -> Integer.toString(value.get(layout, offset));
            case ValueLayout.OfLong layout -> Long.toString(value.get(layout, offset));
            case ValueLayout.OfFloat layout -> "%.3f".formatted(value.get(layout, offset));
            case ValueLayout pointer ->
                value.get(ValueLayout.JAVA_LONG, offset) == 0 ? "null" : "set";
            default -> "skipped";
          };
      facts.put("default " + struct.name() + "." + name(field), text);
    }
  }

  private static Map<String, Integer> constants() {
    Map<String, Integer> constants = new TreeMap<>();
    constants.put("GGML_MAX_N_THREADS", ThreadPool.MAX_THREADS);
    put(constants, SplitMode.values(), mode -> "LLAMA_SPLIT_MODE_" + mode, SplitMode::value);
    put(
        constants,
        LoadMode.values(),
        mode -> "LLAMA_LOAD_MODE_" + (mode == LoadMode.READ ? "NONE" : mode),
        LoadMode::value);
    put(
        constants,
        FlashAttention.values(),
        value ->
            "LLAMA_FLASH_ATTN_TYPE_"
                + switch (value) {
                  case AUTO -> "AUTO";
                  case OFF -> "DISABLED";
                  case ON -> "ENABLED";
                },
        FlashAttention::value);
    put(constants, KvType.values(), type -> "GGML_TYPE_" + type, KvType::value);
    put(
        constants,
        FileType.values(),
        type -> "LLAMA_FTYPE_" + (type == FileType.F32 ? "ALL_" : "MOSTLY_") + type,
        FileType::value);
    put(
        constants,
        DeviceType.values(),
        type ->
            "GGML_BACKEND_DEVICE_TYPE_"
                + switch (type) {
                  case CPU -> "CPU";
                  case GPU -> "GPU";
                  case INTEGRATED_GPU -> "IGPU";
                  case ACCELERATOR -> "ACCEL";
                  case META -> "META";
                },
        DeviceType::ordinal);
    return constants;
  }

  private static <E> void put(
      Map<String, Integer> constants,
      E[] values,
      Function<E, String> name,
      Function<E, Integer> value) {
    for (E constant : values) {
      constants.put(name.apply(constant), value.apply(constant));
    }
  }

  private static Map<String, String> probe(Path directory) throws IOException {
    Path source = ReleaseSource.directory();
    Path program = Files.writeString(directory.resolve("probe.c"), program());
    Path executable = directory.resolve("probe");
    String natives =
        NativeFiles.packaged(directory, NativeManifest.packaged()).directory().toString();
    ToolRun compiled =
        ToolRun.of(
            List.of(
                "gcc",
                "-I" + source.resolve("include"),
                "-I" + source.resolve("ggml/include"),
                program.toString(),
                "-o",
                executable.toString(),
                "-L" + natives,
                "-l:libllama.v0.5.0.so",
                "-l:libggml.v0.5.0.so",
                "-l:libggml-base.so"));
    assertThat(compiled.exitCode()).as(compiled.output()).isZero();
    ToolRun run = ToolRun.of(List.of(executable.toString()), Map.of("LD_LIBRARY_PATH", natives));
    assertThat(run.exitCode()).as(run.output()).isZero();
    Map<String, String> facts = new TreeMap<>();
    run.output()
        .lines()
        .forEach(
            line ->
                facts.put(
                    line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1)));
    return facts;
  }

  private static String program() {
    List<String> lines = new ArrayList<>();
    lines.add("#include <llama.h>");
    lines.add("#include <stdio.h>");
    lines.add("#include <stddef.h>");
    lines.add("int main(void) {");
    for (CStruct struct : LlamaLayouts.ALL) {
      String type = "struct " + struct.name();
      lines.add("  printf(\"sizeof %s=%%zu\\n\", sizeof(%s));".formatted(struct.name(), type));
      forEachField(
          struct,
          (field, layout) ->
              "  printf(\"offsetof %1$s.%2$s=%%zu+%%zu\\n\", offsetof(%3$s, %2$s), sizeof(((%3$s *) 0)->%2$s));"
                  .formatted(struct.name(), field, type),
          lines);
    }
    DEFAULTS.forEach(
        (struct, call) -> {
          lines.add("  {");
          lines.add("  struct %s value = %s;".formatted(struct.name(), call));
          forEachField(
              struct,
              (field, layout) ->
                  "  printf(\"default %s.%s=%s\\n\"%s);"
                      .formatted(
                          struct.name(), field, format(layout), argument("value." + field, layout)),
              lines);
          lines.add("  }");
        });
    constants()
        .keySet()
        .forEach(
            name -> lines.add("  printf(\"constant %1$s=%%d\\n\", (int) %1$s);".formatted(name)));
    lines.add("}");
    return String.join("\n", lines);
  }

  private static void forEachField(
      CStruct struct, BiFunction<String, MemoryLayout, String> line, List<String> lines) {
    fields(struct).forEach(field -> lines.add(line.apply(name(field), field)));
  }

  private static String format(MemoryLayout field) {
    return switch (field) {
      case ValueLayout.OfLong _ -> "%zu";
      case ValueLayout.OfFloat _ -> "%.3f";
      case ValueLayout.OfBoolean _, ValueLayout.OfInt _ -> "%d";
      case ValueLayout _ -> "%s";
      default -> "skipped";
    };
  }

  private static String argument(String field, MemoryLayout layout) {
    return switch (layout) {
      case ValueLayout.OfBoolean _,
          ValueLayout.OfInt _,
          ValueLayout.OfLong _,
          ValueLayout.OfFloat _ ->
          ", " + field;
      case ValueLayout _ -> ", " + field + " ? \"set\" : \"null\"";
      default -> "";
    };
  }

  private static List<MemoryLayout> fields(CStruct struct) {
    return struct.layout().memberLayouts().stream()
        .filter(layout -> !(layout instanceof PaddingLayout))
        .toList();
  }

  private static String name(MemoryLayout field) {
    return field.name().orElseThrow();
  }
}
