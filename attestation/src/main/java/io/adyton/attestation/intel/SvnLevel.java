// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Intel says from one security version on.
 *
 * @param svn the least security version
 * @param standing what is said
 */
record SvnLevel(int svn, Standing standing) {
  static List<SvnLevel> listOf(StrictJson json) throws MalformedEvidenceException {
    List<SvnLevel> levels = new ArrayList<>();
    for (StrictJson level : json.list("tcbLevels")) {
      levels.add(new SvnLevel(level.object("tcb").number("isvsvn", 0xffff), Standing.of(level)));
    }
    return List.copyOf(levels);
  }

  static Optional<Standing> find(List<SvnLevel> levels, int svn) {
    return levels.stream().filter(level -> level.svn <= svn).findFirst().map(SvnLevel::standing);
  }
}
