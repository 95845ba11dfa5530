// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.doctor;

import io.adyton.attestation.collect.EvidenceSource;
import java.nio.file.Path;
import java.util.List;

/** What could speak for this machine to a client. */
record HardwareEvidence(Path root) implements Examination {
  @Override
  public List<Finding> examine() {
    return EvidenceSource.survey(root).stream().map(HardwareEvidence::finding).toList();
  }

  private static Finding finding(EvidenceSource.Finding found) {
    String subject = found.source().flag();
    String title = found.source().title();
    return switch (found) {
      case EvidenceSource.Finding.Usable usable ->
          Finding.ok(subject, title + " at " + usable.path());
      case EvidenceSource.Finding.Forbidden forbidden ->
          Finding.warn(
              subject,
              "%s at %s, which this user may not use".formatted(title, forbidden.path()),
              forbidden.remedy());
      case EvidenceSource.Finding.Absent absent ->
          Finding.missing(subject, "no " + title, "to have one, " + absent.remedy());
    };
  }
}
