// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The opaque data of a report: fields by type. Types that nothing here reads are kept and passed
 * over; a type that is there twice is refused.
 *
 * @param byType contents by type
 */
record OpaqueFields(Map<Integer, Bytes> byType) {
  private static final String STRUCTURE = "SPDM report.opaque";
  private static final int DRIVER_VERSION = 3;
  private static final int VBIOS_VERSION = 6;
  private static final int NVDEC0_STATUS = 11;
  private static final int FWID = 20;
  private static final int PROTECTED_PCIE = 21;
  private static final int FWID_BYTES = 48;
  private static final int VBIOS_BYTES = 8;
  private static final int ON = 0xaa;
  private static final int OFF = 0x55;

  OpaqueFields {
    byType = Map.copyOf(byType);
  }

  static OpaqueFields read(Bytes data) throws MalformedEvidenceException {
    ByteReader reader = ByteReader.littleEndian(STRUCTURE, data);
    Map<Integer, Bytes> byType = new TreeMap<>();
    while (reader.remaining() > 0) {
      int type = reader.u16("type");
      if (byType.put(type, reader.bytes("data", reader.u16("size"))) != null) {
        throw new MalformedEvidenceException(
            "%s: expected each type once, found %d twice".formatted(STRUCTURE, type));
      }
    }
    return new OpaqueFields(byType);
  }

  /** Returns the version of the driver, which GPUs report and switches do not. */
  Optional<String> driverVersion() throws MalformedEvidenceException {
    Bytes field = byType.get(DRIVER_VERSION);
    return field == null ? Optional.empty() : Optional.of(text("driver version", field));
  }

  /** Returns the version of a GPU’s VBIOS: five bytes, of which the fifth counts last. */
  String gpuVbiosVersion() throws MalformedEvidenceException {
    Bytes field = vbios();
    if (field.length() != VBIOS_BYTES) {
      throw new MalformedEvidenceException(
          "%s.VBIOS version: expected %d bytes, found %d"
              .formatted(STRUCTURE, VBIOS_BYTES, field.length()));
    }
    return String.format(
        Locale.ROOT,
        "%02X.%02X.%02X.%02X.%02X",
        field.at(3),
        field.at(2),
        field.at(1),
        field.at(0),
        field.at(4));
  }

  /** Returns the version of a switch’s BIOS, which is text. */
  String switchVbiosVersion() throws MalformedEvidenceException {
    return text("VBIOS version", vbios());
  }

  /** Returns the digest of the firmware that the device key belongs to. */
  Optional<Bytes> fwid() throws MalformedEvidenceException {
    Bytes field = byType.get(FWID);
    if (field != null && field.length() != FWID_BYTES) {
      throw new MalformedEvidenceException(
          "%s.FWID: expected %d bytes, found %d".formatted(STRUCTURE, FWID_BYTES, field.length()));
    }
    return Optional.ofNullable(field);
  }

  /** Returns whether protected PCIe is on, if the report says so. */
  Optional<Boolean> protectedPcie() throws MalformedEvidenceException {
    Bytes field = byType.get(PROTECTED_PCIE);
    if (field == null) {
      return Optional.empty();
    }
    if (field.length() == 1 && (field.at(0) == ON || field.at(0) == OFF)) {
      return Optional.of(field.at(0) == ON);
    }
    throw new MalformedEvidenceException(
        "%s.protected PCIe: expected aa or 55, found %d bytes of another value"
            .formatted(STRUCTURE, field.length()));
  }

  /** Returns whether the report says that the video decoder 0 is off. */
  boolean isNvdec0Off() {
    Bytes field = byType.get(NVDEC0_STATUS);
    return field != null && field.length() == 1 && field.at(0) == OFF;
  }

  private Bytes vbios() throws MalformedEvidenceException {
    Bytes field = byType.get(VBIOS_VERSION);
    if (field == null) {
      throw new MalformedEvidenceException(
          STRUCTURE + ": expected a VBIOS version (type 6), found none");
    }
    return field;
  }

  /** Reads visible ASCII, maybe with zeros at the end. */
  private static String text(String field, Bytes bytes) throws MalformedEvidenceException {
    String text = new String(bytes.toArray(), ISO_8859_1).replaceFirst("\0+$", "");
    if (text.isEmpty() || !text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new MalformedEvidenceException(
          "%s.%s: expected visible ASCII, found something else".formatted(STRUCTURE, field));
    }
    return text;
  }
}
