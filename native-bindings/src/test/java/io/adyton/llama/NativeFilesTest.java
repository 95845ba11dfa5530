// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifying, unpacking and loading the native libraries. */
class NativeFilesTest {
  @TempDir private Path directory;

  @Test
  void loadOnlyWhatTheManifestNames() {
    LibraryDescription description = TestModels.library().describe();

    assertThat(description.version()).isEqualTo(LlamaLibrary.EXPECTED_VERSION);
    assertThat(description.manifestSha256()).isEqualTo(NativeManifest.packaged().sha256());
    assertThat(description.loaded()).extracting(NativeFile::name).contains("libggml-base.so");
    assertThat(NativeManifest.packaged().files(description.variant()))
        .containsAll(description.loaded());
    assertThat(description.system()).contains("CPU");
  }

  @Test
  void listTheProcessor() {
    assertThat(TestModels.library().devices())
        .anySatisfy(
            device -> {
              assertThat(device.type()).isEqualTo(DeviceType.CPU);
              assertThat(device.totalBytes()).isPositive();
            });
  }

  @Test
  void refuseAFileWithOneByteChanged() throws IOException {
    NativeFiles copy = copyOfPackaged();
    Path library = copy.directory().resolve("libggml-base.so");
    byte[] bytes = Files.readAllBytes(library);
    bytes[bytes.length / 2] ^= 1;
    Files.write(library, bytes);

    assertThatThrownBy(copy::verify)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining(library.toString())
        .hasMessageContaining("expected SHA-256 " + expected(copy, "libggml-base.so"))
        .hasMessageContaining("found " + Sha256.of(library));
  }

  @Test
  void refuseAFileThatIsAbsent() throws IOException {
    NativeFiles copy = copyOfPackaged();
    Files.delete(copy.directory().resolve("libggml-base.so"));

    assertThatThrownBy(copy::verify)
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("cannot read")
        .hasMessageContaining("libggml-base.so");
  }

  @Test
  void useADirectoryInPlaceWhateverElseLiesThere() throws IOException {
    NativeFiles copy = copyOfPackaged();
    Files.writeString(copy.directory().resolve("libggml-cuda-evil.so"), "not loaded");

    NativeFiles found = NativeFiles.in(copy.directory(), NativeManifest.packaged());

    assertThat(found.variant()).isEqualTo(copy.variant());
    assertThatCode(found::verify).doesNotThrowAnyException();
  }

  @Test
  void refuseADirectoryWithoutLibllama() {
    assertThatThrownBy(() -> NativeFiles.in(directory, NativeManifest.packaged()))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("lies in " + directory)
        .hasMessageContaining("adyton.natives.dir");
  }

  @Test
  void refuseAnEnvironmentThatLoadsForeignCode() {
    assertThatThrownBy(() -> Environment.prepare(Map.of("GGML_BACKEND_PATH", "/x.so")))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("Unset it");
  }

  @Test
  void refuseAManifestThatIsNone() {
    assertThatThrownBy(() -> NativeManifest.parse("0abc  x\n".getBytes(StandardCharsets.US_ASCII)))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("0abc  x");
    assertThatThrownBy(() -> NativeManifest.packaged().files("plan9-mips"))
        .isInstanceOf(NativeLibraryException.class)
        .hasMessageContaining("plan9-mips")
        .hasMessageContaining("linux-arm64");
  }

  @Test
  void unpackOnceUnderConcurrentStartsAndAfterOneWasKilled() throws IOException {
    Path jar = jarOfClasses();
    Path cache = directory.resolve("cache");
    NativeManifest manifest = NativeManifest.packaged();
    String variant = TestModels.library().describe().variant();
    Path root = cache.resolve(manifest.sha256());
    // What a start leaves that was killed while it unpacked.
    Path partial = Files.createDirectories(root.resolve(variant + ".partial"));
    Files.writeString(partial.resolve("libggml-base.so"), "half");
    Files.createFile(root.resolve(".lock"));

    List<CompletableFuture<ToolRun>> starts =
        Stream.generate(() -> CompletableFuture.supplyAsync(() -> start(jar, cache)))
            .limit(3)
            .toList();

    for (CompletableFuture<ToolRun> start : starts) {
      assertThat(start.join().output()).contains("loaded " + variant);
      assertThat(start.join().exitCode()).isZero();
    }
    assertThat(partial).doesNotExist();
    assertThatCode(() -> NativeFiles.in(root.resolve(variant), manifest).verify())
        .doesNotThrowAnyException();

    Path library = root.resolve(variant).resolve("libggml-base.so");
    Files.write(library, new byte[] {1});
    assertThat(start(jar, cache).output()).contains(library + " was altered: expected SHA-256");
  }

  /** Loads the library in another process, from a jar. */
  public static void main(String[] arguments) {
    System.out.println("loaded " + LlamaLibrary.load(Path.of(arguments[0])).describe().variant());
  }

  private static ToolRun start(Path jar, Path cache) {
    String testClasses = Path.of("target", "test-classes").toString();
    String libraries =
        Stream.of(System.getProperty("java.class.path").split(":"))
            .filter(entry -> entry.endsWith(".jar"))
            .reduce("", (all, entry) -> all + ":" + entry);
    return ToolRun.of(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-Dlogback.configurationFile=logback-test.xml",
            "-cp",
            jar + ":" + testClasses + libraries,
            NativeFilesTest.class.getName(),
            cache.toString()));
  }

  /** Packs what Maven would, but for libraries of other platforms. */
  private Path jarOfClasses() throws IOException {
    Path classes = Path.of("target", "classes");
    String variant = TestModels.library().describe().variant();
    List<Path> packed = new ArrayList<>();
    try (Stream<Path> files = Files.walk(classes)) {
      files
          .filter(Files::isRegularFile)
          .filter(
              file ->
                  !file.toString().endsWith(".so") || file.toString().contains("/" + variant + "/"))
          .forEach(packed::add);
    }
    Path jar = directory.resolve("bindings.jar");
    try (JarOutputStream output = new JarOutputStream(Files.newOutputStream(jar))) {
      output.setLevel(1);
      for (Path file : packed) {
        output.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
        Files.copy(file, output);
      }
    }
    return jar;
  }

  private NativeFiles copyOfPackaged() throws IOException {
    NativeFiles packaged = NativeFiles.packaged(directory, NativeManifest.packaged());
    Path copy = Files.createDirectory(directory.resolve("copy"));
    for (NativeFile file : packaged.manifest().files(packaged.variant())) {
      Files.copy(packaged.path(file), copy.resolve(file.name()));
    }
    return new NativeFiles(packaged.manifest(), packaged.variant(), copy);
  }

  private static String expected(NativeFiles files, String name) {
    return files.manifest().files(files.variant()).stream()
        .filter(file -> file.name().equals(name))
        .map(NativeFile::sha256)
        .findFirst()
        .orElseThrow();
  }
}
