// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.adyton.attestation.appraisal.Appraisal;
import io.adyton.attestation.appraisal.Demand;
import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.appraisal.Verifier;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.evidence.EvidenceFiles;
import io.adyton.attestation.evidence.EvidenceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The cases over real samples, for one kind of evidence. Skips where the samples are not. */
public final class SampleCases {
  private static final int SAMPLE = 40;
  private static final long SEED = 20_261_123;

  private SampleCases() {}

  /** Takes evidence out of files. */
  public interface Reader<E> {
    E read(EvidenceFiles files) throws MalformedEvidenceException;
  }

  /** Runs every case of a kind. */
  public static <E> Stream<DynamicTest> agree(
      EvidenceKind kind, Reader<E> reader, Verifier<E> verifier) {
    return cases(kind)
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.id(),
                    () ->
                        assertThat(
                                CaseRun.of(
                                        one,
                                        folder(),
                                        (files, demand) -> verdict(files, demand, reader, verifier))
                                    .differences())
                            .isEmpty()));
  }

  /** Flips bytes of every accepted case; each must be refused. */
  public static <E> Stream<DynamicTest> refuseFlips(
      EvidenceKind kind, Reader<E> reader, Verifier<E> verifier, Region<E> region) {
    return accepted(kind)
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.id(),
                    () -> {
                      E evidence = reader.read(CaseRun.files(one, folder()));
                      for (int index : indices(region.length(evidence, one))) {
                        assertThat(verifier.verify(region.flip(evidence, one, index), one.demand()))
                            .as("byte %d flipped", index)
                            .isInstanceOf(Verdict.Refused.class);
                      }
                    }));
  }

  /** Cuts the main file of every accepted case; each must be refused. */
  public static <E> Stream<DynamicTest> refuseCuts(
      EvidenceKind kind, Reader<E> reader, Verifier<E> verifier, Cut<E> cut) {
    return accepted(kind)
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.id(),
                    () -> {
                      E evidence = reader.read(CaseRun.files(one, folder()));
                      for (int length : indices(cut.length(evidence, one))) {
                        assertThat(verifier.verify(cut.to(evidence, one, length), one.demand()))
                            .as("cut to %d bytes", length)
                            .isInstanceOf(Verdict.Refused.class);
                      }
                    }));
  }

  /** The signed bytes of evidence. */
  public interface Region<E> {
    int length(E evidence, EvidenceCase one) throws MalformedEvidenceException;

    E flip(E evidence, EvidenceCase one, int index) throws MalformedEvidenceException;
  }

  /** The bytes of evidence that can be cut off. */
  public interface Cut<E> {
    int length(E evidence, EvidenceCase one) throws MalformedEvidenceException;

    E to(E evidence, EvidenceCase one, int length) throws MalformedEvidenceException;
  }

  /** Returns the bytes with one of them changed. */
  public static Bytes flipped(Bytes bytes, int index) {
    byte[] changed = bytes.toArray();
    changed[index] ^= (byte) (1 << (index % 8));
    return Bytes.of(changed);
  }

  /** Returns all indices below {@code length} when everything is asked for, else a sample. */
  public static List<Integer> indices(int length) {
    return Boolean.getBoolean("adyton.test.full")
        ? IntStream.range(0, length).boxed().toList()
        : new Random(SEED).ints(SAMPLE, 0, length).boxed().toList();
  }

  /** Returns the cases of a kind that must be accepted. */
  public static Stream<EvidenceCase> accepted(EvidenceKind kind) {
    return cases(kind).filter(one -> one.expectation() instanceof EvidenceCase.Expectation.Accept);
  }

  /** Returns where the samples lie. */
  public static Path folder() {
    return Path.of(System.getProperty("adyton.test.vectors", "../../shared/vectors"));
  }

  private static Stream<EvidenceCase> cases(EvidenceKind kind) {
    Path list = folder().resolve("cases.json");
    assumeTrue(Files.exists(list), "skipped: no vectors");
    try {
      return CaseList.read(list).stream().filter(one -> one.kind() == kind);
    } catch (IOException | CaseListException e) {
      throw new IllegalStateException(e);
    }
  }

  private static <E> Verdict verdict(
      EvidenceFiles files, Demand demand, Reader<E> reader, Verifier<E> verifier) {
    try {
      return verifier.verify(reader.read(files), demand);
    } catch (MalformedEvidenceException e) {
      return new Appraisal().malformed(e);
    }
  }
}
