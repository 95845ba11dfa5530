// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.nvidia;

import static org.assertj.core.api.Assertions.assertThat;

import io.adyton.attestation.appraisal.Verdict;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.cases.CaseRun;
import io.adyton.attestation.cases.EvidenceCase;
import io.adyton.attestation.cases.SampleCases;
import io.adyton.attestation.evidence.EvidenceKind;
import io.adyton.attestation.evidence.NvidiaChain;
import io.adyton.attestation.evidence.NvidiaEvidence;
import io.adyton.attestation.evidence.NvidiaManifest;
import io.adyton.attestation.x509.Certificates;
import io.adyton.attestation.x509.TestAuthority;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NvidiaSamplesTest {
  private static final int SIGNATURE_BYTES = 96;

  private final NvidiaVerifier verifier = new NvidiaVerifier();
  private final NvidiaManifestVerifier manifestVerifier = new NvidiaManifestVerifier();
  private final NvidiaChainVerifier chainVerifier = new NvidiaChainVerifier();

  @TestFactory
  Stream<DynamicTest> agreesWithEveryCaseOfGpus() {
    return SampleCases.agree(EvidenceKind.NVIDIA_GPU, NvidiaFiles::read, verifier);
  }

  @TestFactory
  Stream<DynamicTest> agreesWithEveryCaseOfSwitches() {
    return SampleCases.agree(EvidenceKind.NVIDIA_SWITCH, NvidiaFiles::read, verifier);
  }

  @TestFactory
  Stream<DynamicTest> agreesWithEveryCaseOfManifests() {
    return SampleCases.agree(EvidenceKind.NVIDIA_RIM, NvidiaFiles::readManifest, manifestVerifier);
  }

  @TestFactory
  Stream<DynamicTest> agreesWithEveryCaseOfChains() {
    return SampleCases.agree(EvidenceKind.NVIDIA_CHAIN, NvidiaFiles::readChain, chainVerifier);
  }

  @TestFactory
  Stream<DynamicTest> refusesFlipOfSignedByteOfReport() {
    return Stream.of(EvidenceKind.NVIDIA_GPU, EvidenceKind.NVIDIA_SWITCH)
        .flatMap(
            kind ->
                SampleCases.refuseFlips(
                    kind,
                    NvidiaFiles::read,
                    verifier,
                    new SampleCases.Region<>() {
                      @Override
                      public int length(NvidiaEvidence evidence, EvidenceCase one) {
                        return message(evidence).length() - SIGNATURE_BYTES - trailing(one);
                      }

                      @Override
                      public NvidiaEvidence flip(
                          NvidiaEvidence evidence, EvidenceCase one, int index) {
                        return withMessage(evidence, SampleCases.flipped(message(evidence), index));
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> refusesEveryTruncationOfReport() {
    return Stream.of(EvidenceKind.NVIDIA_GPU, EvidenceKind.NVIDIA_SWITCH)
        .flatMap(
            kind ->
                SampleCases.refuseCuts(
                    kind,
                    NvidiaFiles::read,
                    verifier,
                    new SampleCases.Cut<>() {
                      @Override
                      public int length(NvidiaEvidence evidence, EvidenceCase one) {
                        return message(evidence).length() - trailing(one);
                      }

                      @Override
                      public NvidiaEvidence to(
                          NvidiaEvidence evidence, EvidenceCase one, int length) {
                        return withMessage(evidence, message(evidence).slice(0, length));
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> refusesFlipOfSignedCharacterOfManifest() {
    return SampleCases.refuseFlips(
        EvidenceKind.NVIDIA_RIM,
        NvidiaFiles::readManifest,
        manifestVerifier,
        new SampleCases.Region<>() {
          @Override
          public int length(NvidiaManifest evidence, EvidenceCase one) {
            return signedCharacters(evidence.manifest()).size();
          }

          @Override
          public NvidiaManifest flip(NvidiaManifest evidence, EvidenceCase one, int index) {
            int position = signedCharacters(evidence.manifest()).get(index);
            return new NvidiaManifest(
                SampleCases.flipped(evidence.manifest(), position), evidence.root());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesEveryTruncationOfManifest() {
    return SampleCases.refuseCuts(
        EvidenceKind.NVIDIA_RIM,
        NvidiaFiles::readManifest,
        manifestVerifier,
        new SampleCases.Cut<>() {
          @Override
          public int length(NvidiaManifest evidence, EvidenceCase one) {
            return text(evidence.manifest()).stripTrailing().length();
          }

          @Override
          public NvidiaManifest to(NvidiaManifest evidence, EvidenceCase one, int length) {
            return new NvidiaManifest(evidence.manifest().slice(0, length), evidence.root());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesFlipOfAnyByteOfAnyCertificate() {
    return SampleCases.refuseFlips(
        EvidenceKind.NVIDIA_CHAIN,
        NvidiaFiles::readChain,
        chainVerifier,
        new SampleCases.Region<>() {
          @Override
          public int length(NvidiaChain evidence, EvidenceCase one) {
            return ders(evidence).stream().mapToInt(Bytes::length).sum();
          }

          @Override
          public NvidiaChain flip(NvidiaChain evidence, EvidenceCase one, int index) {
            List<Bytes> ders = new ArrayList<>(ders(evidence));
            int certificate = 0;
            int position = index;
            while (position >= ders.get(certificate).length()) {
              position -= ders.get(certificate++).length();
            }
            ders.set(certificate, SampleCases.flipped(ders.get(certificate), position));
            return new NvidiaChain(pem(ders), evidence.root());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesEveryTruncationOfChain() {
    return SampleCases.refuseCuts(
        EvidenceKind.NVIDIA_CHAIN,
        NvidiaFiles::readChain,
        chainVerifier,
        new SampleCases.Cut<>() {
          @Override
          public int length(NvidiaChain evidence, EvidenceCase one) {
            String end = "-----END CERTIFICATE-----";
            return text(evidence.chain()).lastIndexOf(end) + end.length();
          }

          @Override
          public NvidiaChain to(NvidiaChain evidence, EvidenceCase one, int length) {
            return new NvidiaChain(evidence.chain().slice(0, length), evidence.root());
          }
        });
  }

  @TestFactory
  Stream<DynamicTest> refusesCertificatesInAnyOtherOrder() {
    return SampleCases.accepted(EvidenceKind.NVIDIA_CHAIN)
        .map(
            one ->
                DynamicTest.dynamicTest(
                    one.id(),
                    () -> {
                      NvidiaChain evidence =
                          NvidiaFiles.readChain(CaseRun.files(one, SampleCases.folder()));
                      List<X509Certificate> certificates =
                          Certificates.read("chain", evidence.chain());
                      for (int i = 1; i < certificates.size(); i++) {
                        List<X509Certificate> swapped = new ArrayList<>(certificates);
                        Collections.swap(swapped, i - 1, i);
                        Bytes pem = TestAuthority.pem(swapped.toArray(X509Certificate[]::new));
                        assertThat(
                                chainVerifier.verify(
                                    new NvidiaChain(pem, evidence.root()), one.demand()))
                            .isInstanceOf(Verdict.Refused.class);
                      }
                    }));
  }

  @ParameterizedTest
  @EnumSource(
      value = EvidenceKind.class,
      names = {"NVIDIA_GPU", "NVIDIA_SWITCH"})
  void refusesReportOfTheOtherKindOfDevice(EvidenceKind kind) throws Exception {
    for (EvidenceCase one : SampleCases.accepted(kind).toList()) {
      NvidiaEvidence evidence = NvidiaFiles.read(CaseRun.files(one, SampleCases.folder()));
      NvidiaEvidence other =
          new NvidiaEvidence(
              kind == EvidenceKind.NVIDIA_GPU
                  ? NvidiaEvidence.Device.SWITCH
                  : NvidiaEvidence.Device.GPU,
              evidence.reports(),
              evidence.driverManifest(),
              evidence.vbiosManifest());
      assertThat(verifier.verify(other, one.demand())).isInstanceOf(Verdict.Refused.class);
    }
  }

  private static int trailing(EvidenceCase one) {
    return one.demand().policy().allowTrailingBytes();
  }

  private static Bytes message(NvidiaEvidence evidence) {
    return evidence.reports().getFirst().message();
  }

  private static NvidiaEvidence withMessage(NvidiaEvidence evidence, Bytes message) {
    List<NvidiaEvidence.Report> reports = new ArrayList<>(evidence.reports());
    reports.set(0, new NvidiaEvidence.Report(message, reports.getFirst().chain()));
    return new NvidiaEvidence(
        evidence.device(), reports, evidence.driverManifest(), evidence.vbiosManifest());
  }

  /** Returns where letters and digits stand in attribute values before the signature. */
  private static List<Integer> signedCharacters(Bytes manifest) {
    String text = text(manifest);
    Matcher values = Pattern.compile("\"([^\"]*)\"").matcher(text);
    List<Integer> positions = new ArrayList<>();
    while (values.find() && values.end() < text.indexOf("<ds:Signature ")) {
      for (int i = values.start(1); i < values.end(1); i++) {
        if (Character.isLetterOrDigit(text.charAt(i))) {
          positions.add(i);
        }
      }
    }
    return positions;
  }

  private static List<Bytes> ders(NvidiaChain chain) {
    try {
      return Certificates.read("chain", chain.chain()).stream().map(Certificates::der).toList();
    } catch (MalformedEvidenceException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Bytes pem(List<Bytes> ders) {
    StringBuilder pem = new StringBuilder();
    for (Bytes der : ders) {
      pem.append("-----BEGIN CERTIFICATE-----\n")
          .append(Base64.getEncoder().encodeToString(der.toArray()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return Bytes.of(pem.toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(Bytes bytes) {
    return new String(bytes.toArray(), StandardCharsets.ISO_8859_1);
  }
}
