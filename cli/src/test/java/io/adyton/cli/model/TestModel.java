// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.model;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A model of 37 kB that libllama runs, and the packages and the catalog it could come from.
 *
 * <p>tiny.gguf was written by {@code TinyModels.sentencePieceLlama()} of the tests of {@code
 * io.adyton.gguf}.
 */
final class TestModel {
  static final String NAME = "tiny";

  private TestModel() {}

  static byte[] bytes() {
    try (InputStream in = TestModel.class.getResourceAsStream("tiny.gguf")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String sha256() {
    return FileDigest.of(bytes());
  }

  static Path write(Path file) throws IOException {
    return Files.write(file, bytes());
  }

  /** The same model with two dimensions swapped: a valid header that libllama refuses. */
  static byte[] refusedByLibllama() {
    byte[] model = bytes();
    byte[] name = "blk.0.ffn_down.weight".getBytes(StandardCharsets.US_ASCII);
    int at = new String(model, StandardCharsets.ISO_8859_1).indexOf("blk.0.ffn_down.weight");
    int shape = at + name.length + Integer.BYTES;
    byte[] first = Arrays.copyOfRange(model, shape, shape + Long.BYTES);
    System.arraycopy(model, shape + Long.BYTES, model, shape, Long.BYTES);
    System.arraycopy(first, 0, model, shape + Long.BYTES, Long.BYTES);
    return model;
  }

  /** Writes the model into two packages and returns a catalog that knows them. */
  static Catalog packaged(Path folder) throws IOException {
    return packaged(folder, bytes(), sha256());
  }

  /** Writes any bytes into two packages and returns a catalog that expects a digest of them. */
  static Catalog packaged(Path folder, byte[] model, String sha256) throws IOException {
    Files.createDirectories(folder);
    int half = model.length / 2;
    List<WheelPart> parts = new ArrayList<>();
    parts.add(wheel(folder, 1, Arrays.copyOf(model, half)));
    parts.add(wheel(folder, 2, Arrays.copyOfRange(model, half, model.length)));
    CatalogModel entry =
        new CatalogModel(
            NAME, "A test.", "apache-2.0", "https://example.org/", sha256, model.length, parts);
    return new Catalog(1, NAME, List.of(entry));
  }

  /** Makes pip look nowhere but in one folder. */
  static Map<String, String> pipEnvironment(Path folder) {
    return Map.of(
        "PIP_NO_INDEX", "1",
        "PIP_FIND_LINKS", folder.toString(),
        "PIP_CONFIG_FILE", "/dev/null");
  }

  private static WheelPart wheel(Path folder, int number, byte[] content) throws IOException {
    String module = "tiny_model_part" + number;
    String member = module + "/data/tiny.gguf.part" + number;
    String info = module + "-1.0.dist-info/";
    Path wheel = folder.resolve(module + "-1.0-py3-none-any.whl");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(wheel))) {
      put(zip, member, content);
      put(
          zip,
          info + "METADATA",
          "Metadata-Version: 2.1\nName: %s\nVersion: 1.0\n".formatted(module).getBytes(US_ASCII));
      put(
          zip,
          info + "WHEEL",
          "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n".getBytes(US_ASCII));
      put(zip, info + "RECORD", new byte[0]);
    }
    byte[] bytes = Files.readAllBytes(wheel);
    return new WheelPart(
        module.replace('_', '-'),
        "1.0",
        FileDigest.of(bytes),
        bytes.length,
        member,
        content.length);
  }

  private static void put(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    entry.setTime(0);
    zip.putNextEntry(entry);
    zip.write(content);
    zip.closeEntry();
  }
}
