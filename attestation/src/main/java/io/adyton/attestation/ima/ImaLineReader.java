// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.ima;

import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.tcg.HashAlgorithm;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code <register> <template hash> <template> <fields>}, one space between, and writes the
 * template data the kernel hashed (Documentation/security/IMA-templates.rst of Linux).
 */
final class ImaLineReader {
  private static final int REGISTERS = 24;
  private static final int OLD_NAME_BYTES = 256;
  private static final int FIXED_COLUMNS = 3;
  private static final Pattern REGISTER = Pattern.compile("[0-9]{1,2}");
  private static final Pattern HEX = Pattern.compile("(?:[0-9a-fA-F]{2})*");
  private static final Pattern DIGEST = Pattern.compile("((?:[a-z0-9_-]+:)+)((?:[0-9a-fA-F]{2})+)");

  private final int index;
  private final List<String> columns;

  ImaLineReader(int index, String line) {
    this.index = index;
    this.columns = Arrays.asList(line.split(" ", -1));
  }

  /** The fields of a template after the digest and the name. */
  private enum Template {
    IMA("ima", 0),
    IMA_NG("ima-ng", 0),
    IMA_NGV2("ima-ngv2", 0),
    IMA_SIG("ima-sig", 1),
    IMA_SIGV2("ima-sigv2", 1),
    IMA_BUF("ima-buf", 1);

    private final String label;
    private final int extraFields;

    Template(String label, int extraFields) {
      this.label = label;
      this.extraFields = extraFields;
    }

    static Optional<Template> find(String label) {
      return Arrays.stream(values()).filter(template -> template.label.equals(label)).findFirst();
    }
  }

  ImaEntry read() throws MalformedEvidenceException {
    if (columns.size() < FIXED_COLUMNS) {
      throw expected("a register, a hash and a template");
    }
    int register = register(columns.get(0));
    Bytes templateHash = templateHash(columns.get(1));
    Template template =
        Template.find(columns.get(2))
            .orElseThrow(() -> expected("a template of " + List.of(Template.values())));
    if (columns.size() != FIXED_COLUMNS + 2 + template.extraFields) {
      throw expected((FIXED_COLUMNS + 2 + template.extraFields) + " columns");
    }
    Bytes name = Bytes.of(columns.get(4).getBytes(StandardCharsets.ISO_8859_1));
    Bytes data =
        template == Template.IMA
            ? Bytes.concat(hex(columns.get(3)), padded(name))
            : fields(name, template.extraFields);
    return new ImaEntry(
        register, templateHash, data, new String(name.toArray(), StandardCharsets.UTF_8));
  }

  private Bytes fields(Bytes name, int extraFields) throws MalformedEvidenceException {
    ByteWriter writer = ByteWriter.littleEndian();
    write(writer, digest(columns.get(3)));
    write(writer, Bytes.concat(name, Bytes.ofHex("00")));
    for (int i = 0; i < extraFields; i++) {
      write(writer, hex(columns.get(FIXED_COLUMNS + 2 + i)));
    }
    return writer.toBytes();
  }

  private static void write(ByteWriter writer, Bytes field) {
    writer.u32(field.length()).bytes(field);
  }

  /** Turns {@code sha256:00ff} into the name with its colon, a zero byte and the digest. */
  private Bytes digest(String text) throws MalformedEvidenceException {
    Matcher matcher = DIGEST.matcher(text);
    if (!matcher.matches()) {
      throw expected("a digest with its algorithm");
    }
    return Bytes.concat(
        Bytes.of((matcher.group(1) + "\0").getBytes(StandardCharsets.US_ASCII)),
        hex(matcher.group(2)));
  }

  private Bytes padded(Bytes name) throws MalformedEvidenceException {
    if (name.length() >= OLD_NAME_BYTES) {
      throw expected("a name of less than 256 bytes");
    }
    return Bytes.concat(name, Bytes.of(new byte[OLD_NAME_BYTES - name.length()]));
  }

  private int register(String text) throws MalformedEvidenceException {
    if (!REGISTER.matcher(text).matches() || Integer.parseInt(text) >= REGISTERS) {
      throw expected("a register from 0 to 23");
    }
    return Integer.parseInt(text);
  }

  private Bytes templateHash(String text) throws MalformedEvidenceException {
    Bytes hash = hex(text);
    if (HashAlgorithm.ofDigestBytes(hash.length()).isEmpty()) {
      throw expected("a template hash of 20, 32, 48 or 64 bytes");
    }
    return hash;
  }

  private Bytes hex(String text) throws MalformedEvidenceException {
    if (!HEX.matcher(text).matches()) {
      throw expected("hexadecimal digits");
    }
    return Bytes.ofHex(text);
  }

  private MalformedEvidenceException expected(String what) {
    return new MalformedEvidenceException(
        "IMA list: expected %s in line %d, found something else".formatted(what, index + 1));
  }
}
