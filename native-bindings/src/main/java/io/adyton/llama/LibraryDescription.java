// SPDX-License-Identifier: Apache-2.0
package io.adyton.llama;

import java.util.List;

/**
 * What native code is in this process, for people and for attestation.
 *
 * @param version libllama's release, such as {@code v0.5.0}
 * @param variant the package the files came from, such as {@code linux-x64}
 * @param manifestSha256 digest of {@code natives.sha256}, which pins every file of every variant
 * @param loaded the files that were loaded, each verified against its digest first
 * @param system libllama's own line on the processor features it uses
 */
public record LibraryDescription(
    String version, String variant, String manifestSha256, List<NativeFile> loaded, String system) {
  public LibraryDescription {
    loaded = List.copyOf(loaded);
  }
}
