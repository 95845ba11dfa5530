// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory from which the native libraries are loaded, and the digests its files must have.
 *
 * <p>Whatever the directory, its files are hashed again by {@link #verify()} on every start.
 */
record NativeFiles(NativeManifest manifest, String variant, Path directory) {
  /** System property naming a directory whose libraries are used where they lie. */
  static final String DIRECTORY_PROPERTY = "adyton.natives.dir";

  private static final String RESOURCE_ROOT = "/META-INF/native/";
  private static final List<String> ACCELERATORS = List.of("-cuda", "-vulkan", "");

  /** Uses the libraries in {@code directory}, which holds those of one variant. */
  static NativeFiles in(Path directory, NativeManifest manifest) {
    for (String variant : candidates()) {
      List<NativeFile> files = manifest.variants().getOrDefault(variant, List.of());
      if (!files.isEmpty()
          && Files.isRegularFile(directory.resolve(LibraryNames.of(variant, files).llama()))) {
        return new NativeFiles(manifest, variant, directory.toAbsolutePath());
      }
    }
    throw new NativeLibraryException(
        "no libllama "
            + LlamaLibrary.RELEASE
            + " for "
            + String.join(" or ", candidates())
            + " lies in "
            + directory
            + "; point "
            + DIRECTORY_PROPERTY
            + " at the directory that holds it, or leave it unset");
  }

  /**
   * Uses the libraries packed with this class: in place when the class path is made of directories,
   * else from {@code cache}, to which the first start unpacks them.
   */
  static NativeFiles packaged(Path cache, NativeManifest manifest) {
    for (String variant : candidates()) {
      List<NativeFile> files = manifest.variants().getOrDefault(variant, List.of());
      if (files.isEmpty()) {
        continue;
      }
      URL resource = resource(variant, LibraryNames.of(variant, files).llama());
      if (resource != null) {
        return new NativeFiles(
            manifest,
            variant,
            resource.getProtocol().equals("file")
                ? directoryOf(resource)
                : unpack(cache.toAbsolutePath(), manifest, variant));
      }
    }
    throw new NativeLibraryException(
        "no native libraries for "
            + String.join(" or ", candidates())
            + " were packed; build native-bindings on a machine with npm, or set "
            + DIRECTORY_PROPERTY);
  }

  /** Hashes every file and refuses the first that is absent or altered. */
  void verify() {
    manifest.files(variant).parallelStream().forEach(this::verify);
  }

  Path path(NativeFile file) {
    return directory.resolve(file.name());
  }

  private void verify(NativeFile file) {
    Path path = path(file);
    String found;
    try {
      found = Sha256.of(path);
    } catch (IOException e) {
      throw new NativeLibraryException(
          "cannot read " + path + "; delete " + directory + " and start again", e);
    }
    if (!found.equals(file.sha256())) {
      throw new NativeLibraryException(
          path
              + " was altered: expected SHA-256 "
              + file.sha256()
              + ", found "
              + found
              + "; find out who changed it, then delete "
              + directory
              + " and start again");
    }
  }

  /** The variants that fit this machine, the one with the most to offer first. */
  private static List<String> candidates() {
    String platform =
        System.getProperty("os.name").toLowerCase(Locale.ROOT)
            + "-"
            + switch (System.getProperty("os.arch")) {
              case "amd64", "x86_64" -> "x64";
              case "aarch64" -> "arm64";
              case String other -> other;
            };
    return ACCELERATORS.stream().map(accelerator -> platform + accelerator).toList();
  }

  private static @Nullable URL resource(String variant, String file) {
    return NativeFiles.class.getResource(RESOURCE_ROOT + variant + "/" + file);
  }

  private static Path directoryOf(URL file) {
    try {
      return Path.of(file.toURI()).resolveSibling("").toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new NativeLibraryException("cannot locate " + file, e);
    }
  }

  /**
   * Unpacks under a directory named after the manifest's digest. A lock keeps concurrent starts
   * apart; the directory gets its final name only when complete, so a start that is killed leaves
   * nothing that a later one would take for whole.
   */
  private static Path unpack(Path cache, NativeManifest manifest, String variant) {
    Path root = cache.resolve(manifest.sha256());
    Path target = root.resolve(variant);
    if (Files.isDirectory(target)) {
      return target;
    }
    try {
      Files.createDirectories(root);
      try (FileChannel channel =
              FileChannel.open(
                  root.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock _ = channel.lock()) {
        if (Files.isDirectory(target)) {
          return target;
        }
        Path partial = root.resolve(variant + ".partial");
        deleteTree(partial);
        Files.createDirectory(partial);
        for (NativeFile file : manifest.files(variant)) {
          unpack(variant, file, partial.resolve(file.name()));
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      }
      return target;
    } catch (IOException | UncheckedIOException e) {
      throw new NativeLibraryException(
          "cannot unpack the native libraries to "
              + target
              + " ("
              + e.getMessage()
              + "); make room or rights there, or name another directory",
          e);
    }
  }

  private static void unpack(String variant, NativeFile file, Path target) throws IOException {
    URL resource = resource(variant, file.name());
    if (resource == null) {
      throw new NativeLibraryException(
          variant + "/" + file.name() + " was not packed; build native-bindings again");
    }
    try (InputStream source = resource.openStream()) {
      Files.copy(source, target);
    }
    try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
