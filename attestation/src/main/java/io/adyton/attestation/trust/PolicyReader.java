// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Submodule.Processor.Kind;
import io.adyton.attestation.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads policies. */
final class PolicyReader {
  private static final int MAX_BYTES = 1 << 20;
  private static final int FORMAT = 1;
  private static final int MAX_LEVEL = 4;
  private static final int SHA256_BYTES = 32;
  private static final long MAX_AGE_SECONDS = 86_400;
  private static final Set<String> MEMBERS =
      Stream.concat(
              Stream.of(
                  "adyton_policy",
                  "name",
                  "serial",
                  "min_level",
                  "allow_simulated",
                  "max_evidence_age_s",
                  "models",
                  "engines",
                  "code",
                  "jvm_flags",
                  "environment",
                  "configuration",
                  "single_start",
                  "tpm",
                  "gpu_required"),
              ProcessorDemandsReader.MEMBERS.stream())
          .collect(Collectors.toUnmodifiableSet());

  private PolicyReader() {}

  static TrustPolicy read(Bytes bytes) throws MalformedEvidenceException {
    StrictJson json = withoutNulls(StrictJson.object("policy", bytes, MAX_BYTES).only(MEMBERS));
    within("adyton_policy", json.number("adyton_policy"), FORMAT, FORMAT);
    int minLevel = (int) within("min_level", json.number("min_level"), 0, MAX_LEVEL);
    long age =
        json.has("max_evidence_age_s")
            ? within("max_evidence_age_s", json.number("max_evidence_age_s"), 1, MAX_AGE_SECONDS)
            : TrustPolicy.DEFAULT.maxEvidenceAge().toSeconds();
    TpmDemands tpm = json.has("tpm") ? tpm(json.object("tpm")) : TpmDemands.NONE;
    Map<Kind, ProcessorDemands> processors = ProcessorDemandsReader.read(json);
    if (processors.isEmpty() || json.has("tpm")) {
      requireEveryRegister(minLevel, tpm.registers());
    }
    return new TrustPolicy(
        name(json),
        within("serial", json.number("serial"), 0, Long.MAX_VALUE),
        minLevel,
        json.has("allow_simulated") && json.flag("allow_simulated"),
        Duration.ofSeconds(age),
        digests(json, "models"),
        digests(json, "engines"),
        new StartDemands(
            digests(json, "code"),
            digests(json, "jvm_flags"),
            digests(json, "environment"),
            digests(json, "configuration"),
            json.has("single_start") && json.flag("single_start")),
        tpm,
        processors,
        json.has("gpu_required") && json.flag("gpu_required"));
  }

  private static Optional<String> name(StrictJson json) throws MalformedEvidenceException {
    Optional<String> name = json.optionalText("name");
    if (name.isPresent() && !name.get().matches("[A-Za-z0-9._-]{1,64}")) {
      throw new MalformedEvidenceException(
          "policy.name: expected 1 to 64 letters, digits, dots, hyphens or underscores");
    }
    return name;
  }

  private static TpmDemands tpm(StrictJson json) throws MalformedEvidenceException {
    withoutNulls(json.only(Set.of("endorsement_roots", "endorsement_keys", "pcrs")));
    return new TpmDemands(
        json.optionalText("endorsement_roots")
            .map(pem -> Bytes.of(pem.getBytes(StandardCharsets.US_ASCII))),
        digests(json, "endorsement_keys"),
        registers(json.object("pcrs")));
  }

  /** A null could be read as "none" or as "any". */
  private static StrictJson withoutNulls(StrictJson json) throws MalformedEvidenceException {
    for (String name : json.names()) {
      if (!json.has(name)) {
        throw new MalformedEvidenceException(
            "policy.%s: expected a value, found null".formatted(name));
      }
    }
    return json;
  }

  private static void requireEveryRegister(int minLevel, SortedMap<Integer, RegisterRule> registers)
      throws MalformedEvidenceException {
    if (registers.isEmpty() && minLevel == 0) {
      return;
    }
    for (int register = 0; register < TrustPolicy.REGISTERS; register++) {
      if (!registers.containsKey(register)) {
        throw new MalformedEvidenceException(
            "policy.tpm.pcrs: expected a rule for each of 0 to 15 (value, replay, or waive with a"
                + " reason), found none for "
                + register);
      }
    }
  }

  private static SortedMap<Integer, RegisterRule> registers(StrictJson pcrs)
      throws MalformedEvidenceException {
    SortedMap<Integer, RegisterRule> rules = new TreeMap<>();
    for (String name : pcrs.names()) {
      if (!name.matches("[0-9]|1[0-5]")) {
        throw new MalformedEvidenceException(
            "policy.tpm.pcrs: expected registers from 0 to 15, found '%s'; registers from 16 on can"
                    .formatted(name)
                + " be reset by software and prove nothing");
      }
      rules.put(Integer.parseInt(name), rule(name, pcrs.object(name)));
    }
    return rules;
  }

  private static RegisterRule rule(String name, StrictJson json) throws MalformedEvidenceException {
    json.only(Set.of("values", "replay", "waive"));
    if (json.names().size() != 1) {
      throw new MalformedEvidenceException(
          "policy.tpm.pcrs.%s: expected one of values, replay or waive".formatted(name));
    }
    if (json.has("values")) {
      return new RegisterRule.Pinned(digests(json, "values"));
    }
    if (json.has("replay")) {
      if (!json.flag("replay")) {
        throw new MalformedEvidenceException(
            "policy.tpm.pcrs.%s.replay: expected true".formatted(name));
      }
      return new RegisterRule.Replayed();
    }
    String reason = json.text("waive");
    if (reason.isBlank()) {
      throw new MalformedEvidenceException(
          "policy.tpm.pcrs.%s.waive: expected a reason".formatted(name));
    }
    return new RegisterRule.Waived(reason);
  }

  private static Set<Bytes> digests(StrictJson json, String name)
      throws MalformedEvidenceException {
    Set<Bytes> digests = new HashSet<>();
    if (json.has(name)) {
      for (StrictJson element : json.list(name)) {
        digests.add(digest(name, element.text()));
      }
      if (digests.isEmpty()) {
        throw new MalformedEvidenceException(
            "policy.%s: expected at least one digest, found an empty list".formatted(name)
                + "; leave the member out to say nothing of it");
      }
    }
    return digests;
  }

  private static Bytes digest(String name, String hex) throws MalformedEvidenceException {
    if (!hex.matches("[0-9a-f]{" + 2 * SHA256_BYTES + "}")) {
      throw new MalformedEvidenceException(
          "policy.%s: expected SHA-256 as 64 lower-case hexadecimal digits".formatted(name));
    }
    return Bytes.ofHex(hex);
  }

  private static long within(String name, long value, long least, long most)
      throws MalformedEvidenceException {
    if (value < least || value > most) {
      throw new MalformedEvidenceException(
          "policy.%s: expected %d to %d, found %d".formatted(name, least, most, value));
    }
    return value;
  }
}
