// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * libllama in this process: verified, loaded and checked against the release these bindings were
 * written for.
 *
 * <p><b>Guarantees.</b> No byte of native code runs before its file had the digest that {@code
 * natives.sha256} gives it. Only files named there are loaded, each by its absolute path and with
 * its dependencies loaded before it, so neither {@code LD_LIBRARY_PATH} nor a stray file in the
 * directory brings in other code. The default parameters and struct sizes of the loaded library
 * equal those known of the release.
 *
 * <p><b>Does not guarantee.</b> Anything about someone who may write to the directory while it is
 * being read, or to this process's memory.
 *
 * <p>A process loads libllama once and keeps it: native threads and registries outlive any attempt
 * to unload it, so there is nothing to close. Thread-safe.
 */
public final class LlamaLibrary {
  /** The release of llama.cpp these bindings were written for. */
  public static final String RELEASE = "v0.5.0";

  /** What the packaged build of that release calls itself. */
  static final String EXPECTED_VERSION = "0.5.0-dev";

  private static @Nullable LlamaLibrary instance;

  private final NativeFiles files;
  private final List<NativeFile> loaded;

  private LlamaLibrary(NativeFiles files, List<NativeFile> loaded) {
    this.files = files;
    this.loaded = List.copyOf(loaded);
  }

  /**
   * Loads libllama, unpacking its files under the user's cache directory where they come in a jar.
   *
   * @throws NativeLibraryException when a file, a symbol, a default or the environment is not as it
   *     must be
   */
  public static LlamaLibrary load() {
    return load(defaultCache());
  }

  /**
   * Loads libllama. The system property {@code adyton.natives.dir} names a directory whose files
   * are used where they lie; otherwise the packed ones are, unpacked under {@code cache} where they
   * come in a jar. Once loaded, later calls return the same library whatever they name.
   *
   * @throws NativeLibraryException when a file, a symbol, a default or the environment is not as it
   *     must be
   */
  public static synchronized LlamaLibrary load(Path cache) {
    if (instance == null) {
      NativeManifest manifest = NativeManifest.packaged();
      String directory = System.getProperty(NativeFiles.DIRECTORY_PROPERTY);
      instance =
          load(
              directory == null
                  ? NativeFiles.packaged(cache, manifest)
                  : NativeFiles.in(Path.of(directory), manifest));
    }
    return instance;
  }

  private static LlamaLibrary load(NativeFiles files) {
    Environment.prepare(System.getenv());
    files.verify();
    List<NativeFile> candidates = files.manifest().files(files.variant());
    LibraryNames names = LibraryNames.of(files.variant(), candidates);
    List<NativeFile> loaded = new ArrayList<>();
    try {
      // Dependencies first and by path: the loader then finds them by name in the process and does
      // not search for them.
      SymbolLookup base = open(files, names.base());
      SymbolLookup ggml = open(files, names.ggml());
      SymbolLookup llama = open(files, names.llama());
      LoadedLibraries.publish(new LoadedLibraries(ggml.or(base), llama));
      for (NativeFile file : candidates) {
        if (List.of(names.base(), names.ggml(), names.llama()).contains(file.name())) {
          loaded.add(file);
        }
      }
      NativeLog.install();
      AbiCheck.run();
    } catch (ExceptionInInitializerError e) {
      if (e.getCause() instanceof NativeLibraryException cause) {
        throw cause;
      }
      throw e;
    }
    candidates.stream()
        .filter(NativeFile::isDeviceBackend)
        .filter(file -> loadBackend(files.path(file)))
        .forEach(loaded::add);
    NativeFile processor =
        bestProcessorBackend(files, candidates)
            .orElseThrow(
                () ->
                    new NativeLibraryException(
                        "none of the processor backends of "
                            + files.variant()
                            + " runs on this processor"));
    if (!loadBackend(files.path(processor))) {
      throw new NativeLibraryException(
          "libggml could not load "
              + files.path(processor)
              + ": "
              + NativeLog.lastError("no error given"));
    }
    loaded.add(processor);
    LlamaSymbols.backendInit();
    return new LlamaLibrary(files, loaded);
  }

  /** Returns what was loaded. */
  public LibraryDescription describe() {
    return new LibraryDescription(
        version(),
        files.variant(),
        files.manifest().sha256(),
        loaded,
        CStrings.read(LlamaSymbols.systemInfo()));
  }

  /** Returns libllama's release as it names itself. */
  public String version() {
    return CStrings.read(LlamaSymbols.version());
  }

  /** Returns the devices libllama found, in its order. */
  public List<Device> devices() {
    return Devices.list();
  }

  private static SymbolLookup open(NativeFiles files, String name) {
    Path path = files.directory().resolve(name);
    try {
      return SymbolLookup.libraryLookup(path, Arena.global());
    } catch (IllegalArgumentException e) {
      throw new NativeLibraryException(
          "the system's loader refused "
              + path
              + "; it needs glibc 2.34 or later, libstdc++ and libgcc_s",
          e);
    }
  }

  private static boolean loadBackend(Path path) {
    NativeLog.forgetError();
    try (Arena arena = Arena.ofConfined()) {
      return !GgmlSymbols.backendLoad(arena.allocateFrom(path.toString()))
          .equals(MemorySegment.NULL);
    }
  }

  /** Each backend rates itself for this processor; 0 means it would not run. */
  private static Optional<NativeFile> bestProcessorBackend(
      NativeFiles files, List<NativeFile> candidates) {
    return candidates.stream()
        .filter(NativeFile::isProcessorBackend)
        .map(file -> new Rated(file, score(files.path(file))))
        .filter(rated -> rated.score > 0)
        .max(Comparator.comparingInt(Rated::score))
        .map(Rated::file);
  }

  private static int score(Path backend) {
    try (Arena arena = Arena.ofConfined()) {
      return (int)
          Downcalls.link(
                  SymbolLookup.libraryLookup(backend, arena),
                  "ggml_backend_score",
                  FunctionDescriptor.of(JAVA_INT))
              .invokeExact();
    } catch (Throwable thrown) {
      throw Downcalls.failure(thrown);
    }
  }

  private static Path defaultCache() {
    String cacheHome = System.getenv("XDG_CACHE_HOME");
    Path base =
        cacheHome == null || cacheHome.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cacheHome);
    return base.resolve("adyton").resolve("natives");
  }

  private record Rated(NativeFile file, int score) {}
}
