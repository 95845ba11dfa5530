// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.appraisal;

import io.adyton.attestation.appraisal.Check.Source;
import io.adyton.attestation.appraisal.Check.Status;
import io.adyton.attestation.appraisal.Claims.Claim;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The record of one appraisal while it is made: checks in order, claims by name.
 *
 * <p>The first refuted check gives the reason of the refusal, so verifiers ask in the order of
 * attack: structure, chain, time, signature, binding, then values. Not thread-safe.
 */
public final class Appraisal {
  private final List<Check> checks = new ArrayList<>();
  private final Map<String, Claim> claims = new LinkedHashMap<>();

  /**
   * Records the answer to a required question.
   *
   * @return {@code holds}, so that a caller can leave out what makes no sense without it
   */
  public boolean require(
      String id, Reason reason, Source source, boolean holds, String expected, String found) {
    Status status = holds ? Status.ASSERTED : Status.REFUTED;
    checks.add(new Check(id, status, source, reason, expected, found));
    return holds;
  }

  /** Requires two values to be the same bytes. */
  public boolean requireEqual(
      String id, Reason reason, Source source, Bytes expected, Bytes found) {
    return require(id, reason, source, expected.equals(found), expected.hex(), found.hex());
  }

  /** Records a question without an answer that policy does not insist on. */
  public void unknown(String id, Reason reason, Source source, String expected, String found) {
    checks.add(new Check(id, Status.UNKNOWN, source, reason, expected, found));
  }

  /** Records a claim; a later one of the same name replaces it. */
  public void claim(String name, String text) {
    claims.put(name, new Claim.Text(text));
  }

  /** Records a claim that was made elsewhere. */
  public void claim(String name, Claim claim) {
    claims.put(name, claim);
  }

  /** Records a claim that is a number. */
  public void claim(String name, long value) {
    claims.put(name, new Claim.Number(value));
  }

  /** Records a claim that is yes or no. */
  public void claim(String name, boolean value) {
    claims.put(name, new Claim.Flag(value));
  }

  /** Records a claim that is bytes. */
  public void claim(String name, Bytes value) {
    claims.put(name, new Claim.Octets(value));
  }

  /** Returns whether some check has been refuted so far. */
  public boolean refuted() {
    return checks.stream().anyMatch(check -> check.status() == Status.REFUTED);
  }

  /** Returns the claims so far. */
  public Claims claims() {
    return new Claims(claims);
  }

  /** Ends the appraisal: refused if any check was refuted or if none was made. */
  public Verdict verdict() {
    for (Check check : checks) {
      if (check.status() == Status.REFUTED) {
        return new Verdict.Refused(
            check.reason(),
            "%s: expected %s, found %s".formatted(check.id(), check.expected(), check.found()),
            checks);
      }
    }
    if (checks.stream().noneMatch(check -> check.status() == Status.ASSERTED)) {
      return new Verdict.Refused(
          Reason.NOT_EVIDENCE, "expected something that can be verified, found nothing", checks);
    }
    return new Verdict.Accepted(claims(), checks);
  }

  /** Ends an appraisal that only looked at structure and replay. */
  public Verdict examined() {
    return verdict() instanceof Verdict.Refused refused && refuted()
        ? refused
        : new Verdict.Examined(claims(), checks);
  }

  /** Ends the appraisal of bytes that have no structure. */
  public Verdict malformed(MalformedEvidenceException e) {
    return new Verdict.Refused(Reason.MALFORMED, String.valueOf(e.getMessage()), checks);
  }
}
