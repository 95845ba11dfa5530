// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.intel;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.json.StrictJson;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What Intel says of the versions of one family of platforms.
 *
 * @param fmspc 6 bytes, the family
 * @param pceId 2 bytes
 * @param evaluationDataNumber grows with each event that changes what is said
 * @param levels best first
 * @param module the TDX module of version 0, in documents for TDX
 * @param modules TDX modules of later versions
 */
record TcbInfo(
    Bytes fmspc,
    Bytes pceId,
    int evaluationDataNumber,
    List<TcbLevel> levels,
    Optional<TdxModule> module,
    List<TdxModule> modules) {
  TcbInfo {
    levels = List.copyOf(levels);
    modules = List.copyOf(modules);
  }

  static TcbInfo of(SignedDocument document) throws MalformedEvidenceException {
    StrictJson json = document.content();
    json.number("tcbType", 0);
    List<TcbLevel> levels = new ArrayList<>();
    for (StrictJson level : json.list("tcbLevels")) {
      levels.add(TcbLevel.of(document.version(), level));
    }
    List<TdxModule> modules = new ArrayList<>();
    for (StrictJson module : json.optionalList("tdxModuleIdentities")) {
      modules.add(TdxModule.of(module.text("id"), module, SvnLevel.listOf(module)));
    }
    return new TcbInfo(
        json.hex("fmspc", 6),
        json.hex("pceId", 2),
        json.number("tcbEvaluationDataNumber", Integer.MAX_VALUE),
        levels,
        json.has("tdxModule")
            ? Optional.of(TdxModule.of("TDX", json.object("tdxModule"), List.of()))
            : Optional.empty(),
        modules);
  }

  /** Returns what is said of a platform that runs enclaves. */
  Optional<Standing> find(PckExtensions platform) {
    return levels.stream()
        .filter(level -> level.covers(platform))
        .findFirst()
        .map(TcbLevel::standing);
  }

  /** Returns what is said of a platform that runs trust domains. */
  Optional<Standing> find(PckExtensions platform, Bytes teeTcbSvn) {
    return levels.stream()
        .filter(level -> level.covers(platform) && level.coversDomains(teeTcbSvn))
        .findFirst()
        .map(TcbLevel::standing);
  }

  /** Returns the TDX module that a report names. */
  Optional<TdxModule> module(Bytes teeTcbSvn) {
    int version = teeTcbSvn.at(1);
    if (version == 0) {
      return module;
    }
    String id = String.format(Locale.ROOT, "TDX_%02X", version);
    return modules.stream().filter(candidate -> candidate.id().equals(id)).findFirst();
  }
}
