// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The committed list of native files, {@code natives.sha256}: for each variant, such as {@code
 * linux-x64}, the files and their digests.
 *
 * @param sha256 digest of the list itself, which stands for all files of all variants
 * @param variants the files by variant
 */
record NativeManifest(String sha256, Map<String, List<NativeFile>> variants) {
  static final String RESOURCE = "/META-INF/native/natives.sha256";

  private static final Pattern LINE = Pattern.compile("([0-9a-f]{64})  ([\\w.-]+)/([\\w.-]+)");

  /** Reads the list that was packed with this class. */
  static NativeManifest packaged() {
    try (InputStream resource = NativeManifest.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new NativeLibraryException(
            RESOURCE
                + " is not on the class path; build native-bindings with Maven, which adds it");
      }
      return parse(resource.readAllBytes());
    } catch (IOException e) {
      throw new NativeLibraryException("cannot read " + RESOURCE + ": " + e.getMessage(), e);
    }
  }

  static NativeManifest parse(byte[] content) {
    Map<String, List<NativeFile>> variants = new LinkedHashMap<>();
    new String(content, StandardCharsets.US_ASCII)
        .lines()
        .forEach(
            line -> {
              Matcher matcher = LINE.matcher(line);
              if (!matcher.matches()) {
                throw new NativeLibraryException(
                    "natives.sha256 has a line that is not \"digest  variant/file\": " + line);
              }
              variants
                  .computeIfAbsent(matcher.group(2), variant -> new ArrayList<>())
                  .add(new NativeFile(matcher.group(3), matcher.group(1)));
            });
    variants.replaceAll((variant, files) -> List.copyOf(files));
    return new NativeManifest(
        HexFormat.of().formatHex(Sha256.newDigest().digest(content)), Map.copyOf(variants));
  }

  List<NativeFile> files(String variant) {
    List<NativeFile> files = variants.get(variant);
    if (files == null) {
      throw new NativeLibraryException(
          "there are no native libraries for "
              + variant
              + "; there are some for "
              + String.join(", ", variants.keySet().stream().sorted().toList()));
    }
    return files;
  }
}
