// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import io.adyton.llama.Device;
import io.adyton.llama.LibraryDescription;
import io.adyton.llama.LlamaLibrary;
import io.adyton.llama.NativeFile;
import io.adyton.llama.NativeLibraryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** libllama: whether its files are the pinned ones, and what it picked for this processor. */
record Natives(Path dataDirectory) implements Examination {
  @Override
  public List<Finding> examine() {
    LlamaLibrary library;
    try {
      library = LlamaLibrary.load(dataDirectory.resolve("natives"));
    } catch (NativeLibraryException e) {
      return List.of(
          Finding.missing(
              "natives",
              String.valueOf(e.getMessage()),
              "build again with ./adyton, or reinstall"));
    }
    LibraryDescription description = library.describe();
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            "natives",
            "libllama %s for %s, digests checked (manifest sha256 %s)"
                .formatted(
                    description.version(), description.variant(), description.manifestSha256())));
    findings.add(
        Finding.ok(
            "processor code",
            String.join(
                ", ",
                description.loaded().stream()
                    .map(NativeFile::name)
                    .filter(name -> name.startsWith("libggml-"))
                    .filter(name -> !name.startsWith("libggml-base"))
                    .toList())));
    for (Device device : library.devices()) {
      findings.add(
          Finding.ok(
              "device " + device.name(),
              "%s, %s of %s free"
                  .formatted(
                      device.description(),
                      Bytes.spell(device.freeBytes()),
                      Bytes.spell(device.totalBytes()))));
    }
    return findings;
  }
}
