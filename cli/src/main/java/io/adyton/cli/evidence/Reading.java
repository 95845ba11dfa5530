// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.evidence;

import io.adyton.attestation.EvidenceVerifier;
import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Claims;
import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.EvidencePolicy;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.cli.Table;
import io.adyton.cli.UserError;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a file says, believed by nobody.
 *
 * @param files the file, with what it was taken for
 * @param claims what it says
 */
record Reading(EvidenceFiles files, Claims claims) {
  private static final Comparator<String> BY_NAME_AND_NUMBER =
      Comparator.comparing(Reading::withPaddedNumbers);

  /**
   * Reads a file as the first of the kinds it looks like that can be read.
   *
   * @param name the file, for the message of a refusal
   */
  static Reading of(String name, Bytes file) {
    Optional<MalformedEvidenceException> first = Optional.empty();
    for (EvidenceFiles candidate : Recognition.candidates(file)) {
      try {
        return new Reading(candidate, claims(candidate));
      } catch (MalformedEvidenceException e) {
        first = first.or(() -> Optional.of(e));
      }
    }
    throw UserError.malformed(
        first
            .map(e -> name + " looks like evidence and is damaged: " + e.getMessage())
            .orElse(
                name
                    + " has the structure of no evidence known here; expected an SEV-SNP report, an"
                    + " SGX or TDX quote, a TPM quote, Azure evidence, a Nitro document, an NVIDIA"
                    + " report, chain or manifest, or an event log"));
  }

  /** Prints a heading and one line for each claim. */
  void print(PrintWriter out) {
    out.println(KindWords.of(files.kind()) + " (" + files.format().label() + ")");
    out.println("Read, not verified: no signature was checked, so anybody may have written this.");
    out.println();
    List<List<String>> rows = new ArrayList<>();
    sorted()
        .forEach(
            claim ->
                rows.add(
                    List.of(
                        claim.getKey(),
                        ClaimWords.meaning(claim.getKey()),
                        ClaimWords.value(claim.getKey(), claim.getValue()))));
    Table.print(out, List.of("NAME", "MEANING", "VALUE"), rows);
  }

  /** Returns the same for programs. */
  Map<String, Object> document() {
    Map<String, Object> values = new LinkedHashMap<>();
    sorted().forEach(claim -> values.put(claim.getKey(), plain(claim.getValue())));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("kind", files.kind().label());
    document.put("format", files.format().label());
    document.put("verified", false);
    document.put("claims", values);
    return document;
  }

  private Stream<Map.Entry<String, Claim>> sorted() {
    return claims.byName().entrySet().stream().sorted(Map.Entry.comparingByKey(BY_NAME_AND_NUMBER));
  }

  /** Shows what was claimed, whatever the checks beside it say: nothing here is verified. */
  private static Claims claims(EvidenceFiles files) throws MalformedEvidenceException {
    boolean certificatesOnly = files.find("vcek").isPresent();
    Demand demand =
        new Demand(
            Instant.EPOCH, Optional.empty(), Optional.empty(), whateverIsThere(certificatesOnly));
    Appraisal appraisal = new Appraisal();
    new EvidenceVerifier().appraise(files, demand, appraisal);
    return appraisal.claims();
  }

  private static EvidencePolicy whateverIsThere(boolean certificatesOnly) {
    return new EvidencePolicy(
        true,
        true,
        true,
        3,
        Set.of(),
        true,
        Set.of(),
        true,
        true,
        Integer.MAX_VALUE,
        true,
        true,
        true,
        certificatesOnly,
        Map.of(),
        true);
  }

  private static Object plain(Claim claim) {
    return switch (claim) {
      case Claim.Text(String text) -> text;
      case Claim.Number(long value) -> value;
      case Claim.Flag(boolean value) -> value;
      case Claim.Octets(Bytes value) -> value.hex();
    };
  }

  private static String withPaddedNumbers(String name) {
    StringBuilder padded = new StringBuilder();
    for (String part : name.split("(?<=\\D)(?=\\d)|(?<=\\d)(?=\\D)")) {
      padded.append(part.matches("\\d+") ? "0".repeat(Math.max(0, 6 - part.length())) : "");
      padded.append(part);
    }
    return padded.toString();
  }
}
