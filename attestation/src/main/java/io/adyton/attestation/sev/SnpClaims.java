// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.sev;

import io.adyton.attestation.appraisal.Appraisal;

/** Names the values of a report and of its key for whoever reads the verdict. */
final class SnpClaims {
  private SnpClaims() {}

  static void record(SnpReport report, Appraisal appraisal) {
    appraisal.claim("version", report.version());
    appraisal.claim("guest_svn", report.guestSvn());
    appraisal.claim("policy", report.policy().toString());
    appraisal.claim("debug", report.policy().debug());
    appraisal.claim("family_id", report.familyId());
    appraisal.claim("image_id", report.imageId());
    appraisal.claim("vmpl", report.vmpl());
    appraisal.claim("current_tcb", report.currentTcb().components());
    appraisal.claim("platform_info", "0x" + Long.toHexString(report.platformInfo()));
    appraisal.claim("report_data", report.reportData());
    appraisal.claim("measurement", report.measurement());
    appraisal.claim("host_data", report.hostData());
    appraisal.claim("id_key_digest", report.idKeyDigest());
    appraisal.claim("author_key_digest", report.authorKeyDigest());
    appraisal.claim("reported_tcb", report.reportedTcb().components());
    appraisal.claim("chip_id", report.chipId());
    appraisal.claim("committed_tcb", report.committedTcb().components());
    appraisal.claim("launch_tcb", report.launchTcb().components());
  }

  static void record(EndorsementKey key, Appraisal appraisal) {
    SnpKeyExtensions extensions = key.extensions();
    appraisal.claim("signing_key", key.label());
    appraisal.claim("vcek.struct_version", extensions.structVersion());
    appraisal.claim("vcek.product_name", extensions.productName());
    appraisal.claim("vcek.bl_spl", extensions.blSpl());
    appraisal.claim("vcek.tee_spl", extensions.teeSpl());
    appraisal.claim("vcek.snp_spl", extensions.snpSpl());
    appraisal.claim("vcek.ucode_spl", extensions.ucodeSpl());
    extensions.fmcSpl().ifPresent(spl -> appraisal.claim("vcek.fmc_spl", spl));
    extensions.hardwareId().ifPresent(id -> appraisal.claim("vcek.hw_id", id));
  }
}
