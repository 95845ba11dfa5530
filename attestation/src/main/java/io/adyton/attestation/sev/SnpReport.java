// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.Optional;
import java.util.Set;

/**
 * An attestation report, its bytes told apart and nothing believed (AMD 56860, table
 * "ATTESTATION_REPORT structure").
 *
 * @param version 2, 3 or 5
 * @param guestSvn security version of the guest
 * @param policy what the guest's owner allows of the host
 * @param familyId 16 bytes by the guest's owner
 * @param imageId 16 bytes by the guest's owner
 * @param vmpl privilege level of who asked, 0 to 3; 4,294,967,295 if the host did
 * @param currentTcb firmware that runs
 * @param platformInfo how the platform is set up
 * @param maskedChipId the host hides the chip id
 * @param signingKey which key signed: 0 VCEK, 1 VLEK, 7 none
 * @param reportData 64 bytes by the guest
 * @param measurement 48 bytes, what the guest was launched from
 * @param hostData 32 bytes by the host
 * @param idKeyDigest 48 bytes, the key that signed the guest's identity block
 * @param authorKeyDigest 48 bytes, the key that signed that key
 * @param reportedTcb firmware for which the signing key was derived
 * @param cpuid family, model and stepping, from version 3 on
 * @param chipId 64 bytes
 * @param committedTcb firmware that cannot be rolled back
 * @param launchTcb firmware at the launch of the guest
 * @param signed the bytes under the signature
 * @param signature r and s of P-384, 48 bytes each, most significant byte first
 */
public record SnpReport(
    int version,
    long guestSvn,
    GuestPolicy policy,
    Bytes familyId,
    Bytes imageId,
    long vmpl,
    TcbVersion currentTcb,
    long platformInfo,
    boolean maskedChipId,
    int signingKey,
    Bytes reportData,
    Bytes measurement,
    Bytes hostData,
    Bytes idKeyDigest,
    Bytes authorKeyDigest,
    TcbVersion reportedTcb,
    Optional<Cpuid> cpuid,
    Bytes chipId,
    TcbVersion committedTcb,
    TcbVersion launchTcb,
    Bytes signed,
    Bytes signature) {
  /** How long every report is. */
  public static final int LENGTH = 1184;

  private static final int SIGNED_LENGTH = 0x2a0;
  private static final int SCALAR_FIELD = 72;
  private static final int SCALAR = 48;
  private static final int ECDSA_P384_SHA384 = 1;
  private static final Set<Integer> VERSIONS = Set.of(2, 3, 5);

  /**
   * The processor as CPUID names it.
   *
   * @param family family with extension
   * @param model model with extension
   * @param stepping stepping
   */
  public record Cpuid(int family, int model, int stepping) {}

  /**
   * Reads a report.
   *
   * @throws MalformedEvidenceException unless it has exactly {@link #LENGTH} bytes, a known version
   *     and zeros where they must be
   */
  public static SnpReport parse(Bytes bytes) throws MalformedEvidenceException {
    if (bytes.length() != LENGTH) {
      throw new MalformedEvidenceException(
          "SNP report: expected %d bytes, found %d".formatted(LENGTH, bytes.length()));
    }
    ByteReader reader = ByteReader.littleEndian("SNP report", bytes);
    int version = version(reader.u32("version"));
    long guestSvn = reader.u32("guest_svn");
    GuestPolicy policy = GuestPolicy.of(reader.u64("policy"));
    Bytes familyId = reader.bytes("family_id", 16);
    Bytes imageId = reader.bytes("image_id", 16);
    long vmpl = reader.u32("vmpl");
    requireAlgorithm(reader.u32("signature_algo"));
    TcbVersion currentTcb = tcb(reader, "current_tcb");
    long platformInfo = reader.u64("platform_info");
    long flags = reader.u32("key flags");
    if (flags >> 5 != 0) {
      throw new MalformedEvidenceException(
          "SNP report.key flags: expected bits 31 to 5 to be zero, found 0x%x".formatted(flags));
    }
    zeros(reader, "reserved at 0x4c", 4);
    Bytes reportData = reader.bytes("report_data", 64);
    Bytes measurement = reader.bytes("measurement", 48);
    Bytes hostData = reader.bytes("host_data", 32);
    Bytes idKeyDigest = reader.bytes("id_key_digest", 48);
    Bytes authorKeyDigest = reader.bytes("author_key_digest", 48);
    reader.skip("report_id", 32);
    reader.skip("report_id_ma", 32);
    TcbVersion reportedTcb = tcb(reader, "reported_tcb");
    Optional<Cpuid> cpuid = Optional.empty();
    if (version >= 3) {
      cpuid =
          Optional.of(
              new Cpuid(
                  reader.u8("cpuid_fam_id"), reader.u8("cpuid_mod_id"), reader.u8("cpuid_step")));
    } else {
      zeros(reader, "reserved at 0x188", 3);
    }
    zeros(reader, "reserved at 0x18b", 21);
    Bytes chipId = reader.bytes("chip_id", 64);
    TcbVersion committedTcb = tcb(reader, "committed_tcb");
    reader.skip("current version", 3);
    zeros(reader, "reserved at 0x1eb", 1);
    reader.skip("committed version", 3);
    zeros(reader, "reserved at 0x1ef", 1);
    TcbVersion launchTcb = tcb(reader, "launch_tcb");
    if (version >= 5) {
      reader.skip("mitigation vectors", 16);
    } else {
      zeros(reader, "reserved at 0x1f8", 16);
    }
    zeros(reader, "reserved at 0x208", SIGNED_LENGTH - 0x208);
    Bytes r = scalar(reader, "signature r");
    Bytes s = scalar(reader, "signature s");
    zeros(reader, "reserved after the signature", reader.remaining());
    return new SnpReport(
        version,
        guestSvn,
        policy,
        familyId,
        imageId,
        vmpl,
        currentTcb,
        platformInfo,
        (flags & 0b10) != 0,
        (int) (flags >> 2) & 0b111,
        reportData,
        measurement,
        hostData,
        idKeyDigest,
        authorKeyDigest,
        reportedTcb,
        cpuid,
        chipId,
        committedTcb,
        launchTcb,
        bytes.slice(0, SIGNED_LENGTH),
        Bytes.concat(r, s));
  }

  private static int version(long version) throws MalformedEvidenceException {
    if (version > 5 || !VERSIONS.contains((int) version)) {
      throw new MalformedEvidenceException(
          "SNP report.version: expected 2, 3 or 5, found %d".formatted(version));
    }
    return (int) version;
  }

  private static void requireAlgorithm(long algorithm) throws MalformedEvidenceException {
    if (algorithm != ECDSA_P384_SHA384) {
      throw new MalformedEvidenceException(
          "SNP report.signature_algo: expected 1 (ECDSA P-384 with SHA-384), found %d"
              .formatted(algorithm));
    }
  }

  private static TcbVersion tcb(ByteReader reader, String field) throws MalformedEvidenceException {
    return new TcbVersion(reader.bytes(field, 8));
  }

  private static void zeros(ByteReader reader, String field, int length)
      throws MalformedEvidenceException {
    if (!reader.bytes(field, length).isZero()) {
      throw new MalformedEvidenceException(
          "SNP report: expected zeros %s, found others".formatted(field));
    }
  }

  /** Turns the number around, which stands with the least significant byte first. */
  private static Bytes scalar(ByteReader reader, String field) throws MalformedEvidenceException {
    byte[] scalar = new byte[SCALAR];
    Bytes stored = reader.bytes(field, SCALAR_FIELD);
    for (int i = 0; i < SCALAR; i++) {
      scalar[SCALAR - 1 - i] = (byte) stored.at(i);
    }
    if (!stored.slice(SCALAR, SCALAR_FIELD).isZero()) {
      throw new MalformedEvidenceException(
          "SNP report.%s: expected %d bytes, found a larger number".formatted(field, SCALAR));
    }
    return Bytes.of(scalar);
  }
}
