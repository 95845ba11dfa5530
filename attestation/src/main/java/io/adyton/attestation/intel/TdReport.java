// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.ByteReader;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The report of a trust domain, TDX 1.0 or 1.5.
 *
 * @param teeTcbSvn 16 bytes, versions of TDX module and platform
 * @param mrSeam 48 bytes, the TDX module
 * @param mrSignerSeam 48 bytes, who signed the module; zero for Intel
 * @param seamAttributes 8 bytes
 * @param tdAttributes 8 bytes
 * @param xfam 8 bytes
 * @param mrTd 48 bytes, what the domain was built from
 * @param mrConfigId 48 bytes by the owner
 * @param mrOwner 48 bytes by the owner
 * @param mrOwnerConfig 48 bytes by the owner
 * @param rtmrs four registers of 48 bytes
 * @param reportData 64 bytes by the domain
 * @param teeTcbSvn2 16 bytes, the module that runs now, in TDX 1.5
 * @param mrServiceTd 48 bytes, service domains bound to this one, in TDX 1.5
 */
public record TdReport(
    Bytes teeTcbSvn,
    Bytes mrSeam,
    Bytes mrSignerSeam,
    Bytes seamAttributes,
    Bytes tdAttributes,
    Bytes xfam,
    Bytes mrTd,
    Bytes mrConfigId,
    Bytes mrOwner,
    Bytes mrOwnerConfig,
    List<Bytes> rtmrs,
    Bytes reportData,
    Optional<Bytes> teeTcbSvn2,
    Optional<Bytes> mrServiceTd)
    implements QuoteBody {
  /** Length of a TDX 1.0 report. */
  public static final int LENGTH_1_0 = 584;

  /** Length of a TDX 1.5 report. */
  public static final int LENGTH_1_5 = 648;

  /** Copies the list. */
  public TdReport {
    rtmrs = List.copyOf(rtmrs);
  }

  /** Reads exactly one of the two lengths. */
  static TdReport parse(Bytes bytes) throws MalformedEvidenceException {
    ByteReader reader = ByteReader.littleEndian("TD report", bytes);
    Bytes teeTcbSvn = reader.bytes("tee_tcb_svn", 16);
    Bytes mrSeam = reader.bytes("mr_seam", 48);
    Bytes mrSignerSeam = reader.bytes("mr_signer_seam", 48);
    Bytes seamAttributes = reader.bytes("seam_attributes", 8);
    Bytes tdAttributes = reader.bytes("td_attributes", 8);
    Bytes xfam = reader.bytes("xfam", 8);
    Bytes mrTd = reader.bytes("mr_td", 48);
    Bytes mrConfigId = reader.bytes("mr_config_id", 48);
    Bytes mrOwner = reader.bytes("mr_owner", 48);
    Bytes mrOwnerConfig = reader.bytes("mr_owner_config", 48);
    List<Bytes> rtmrs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      rtmrs.add(reader.bytes("rtmr" + i, 48));
    }
    Bytes reportData = reader.bytes("report_data", 64);
    Optional<Bytes> teeTcbSvn2 = Optional.empty();
    Optional<Bytes> mrServiceTd = Optional.empty();
    if (bytes.length() == LENGTH_1_5) {
      teeTcbSvn2 = Optional.of(reader.bytes("tee_tcb_svn2", 16));
      mrServiceTd = Optional.of(reader.bytes("mr_service_td", 48));
    }
    reader.end();
    return new TdReport(
        teeTcbSvn,
        mrSeam,
        mrSignerSeam,
        seamAttributes,
        tdAttributes,
        xfam,
        mrTd,
        mrConfigId,
        mrOwner,
        mrOwnerConfig,
        rtmrs,
        reportData,
        teeTcbSvn2,
        mrServiceTd);
  }
}
