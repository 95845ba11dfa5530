// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.document.Submodule.Processor.Kind;
import io.adyton.attestation.sev.AmdProduct;
import io.adyton.attestation.sev.TcbVersion;
import io.adyton.attestation.trust.RegisterRule.Pinned;
import io.adyton.attestation.trust.RegisterRule.Replayed;
import io.adyton.attestation.trust.RegisterRule.Waived;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustPolicyTest {
  private static final String DIGEST = GenuineServer.digest("something").hex();
  private static final String SHA384 = "3e".repeat(48);
  private static final String MEASURED = "{\"measurement\":\"" + SHA384 + "\"}";
  private static final String PINNED = "{\"values\":[\"" + DIGEST + "\"]}";

  @Test
  void readsEveryMember() throws Exception {
    TrustPolicy policy =
        parse(
            """
            {"adyton_policy":1,"name":"chat.v1","serial":7,"min_level":1,"allow_simulated":false,
             "max_evidence_age_s":60,"models":["@"],"engines":["@"],"code":["@"],
             "jvm_flags":["@"],"environment":["@"],"configuration":["@"],"single_start":true,
             "tpm":{"endorsement_roots":"PEM","endorsement_keys":["@"],"pcrs":{%s}},"gpu_required":true}
            """
                .replace("@", DIGEST)
                .formatted(
                    pinnedBut("7", "{\"waive\":\"no secure boot\"}")
                        .replace("\"12\":" + PINNED, "\"12\":{\"replay\":true}")));

    assertThat(policy.name()).contains("chat.v1");
    assertThat(policy.serial()).isEqualTo(7);
    assertThat(policy.minLevel()).isEqualTo(1);
    assertThat(policy.allowSimulated()).isFalse();
    assertThat(policy.maxEvidenceAge()).isEqualTo(Duration.ofMinutes(1));
    Set<?> digests = Set.of(GenuineServer.digest("something"));
    assertThat(policy.models()).isEqualTo(digests);
    assertThat(policy.engines()).isEqualTo(digests);
    assertThat(policy.start().code()).isEqualTo(digests);
    assertThat(policy.start().jvmFlags()).isEqualTo(digests);
    assertThat(policy.start().environments()).isEqualTo(digests);
    assertThat(policy.start().configurations()).isEqualTo(digests);
    assertThat(policy.start().single()).isTrue();
    assertThat(policy.tpm().endorsementKeys()).isEqualTo(digests);
    assertThat(policy.tpm().endorsementRoots()).contains(GenuineServer.utf8("PEM"));
    assertThat(policy.tpm().registers())
        .hasSize(16)
        .containsEntry(0, new Pinned(Set.of(GenuineServer.digest("something"))))
        .containsEntry(7, new Waived("no secure boot"))
        .containsEntry(12, new Replayed());
    assertThat(policy.gpuRequired()).isTrue();
  }

  @Test
  void defaultsToWhatIsStrict() throws Exception {
    TrustPolicy policy = parse("{\"adyton_policy\":1,\"serial\":0,\"min_level\":0}");

    assertThat(policy.allowSimulated()).isFalse();
    assertThat(policy.gpuRequired()).isFalse();
    assertThat(policy.tpm().endorsementRoots()).isEmpty();
    assertThat(policy.maxEvidenceAge()).isEqualTo(Duration.ofMinutes(10));
    assertThat(TrustPolicy.DEFAULT.minLevel()).isEqualTo(2);
    assertThat(TrustPolicy.DEFAULT.allowSimulated()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
  void refusesPolicyThatIsSilentOnARegister(int register) {
    String pcrs =
        IntStream.range(0, 16)
            .filter(i -> i != register)
            .mapToObj(i -> "\"" + i + "\":" + PINNED)
            .collect(Collectors.joining(","));

    refuses(withRegisters(pcrs), "found none for " + register);
  }

  @Test
  void refusesMeasuredLevelWithoutRegisters() {
    refuses("{\"adyton_policy\":1,\"serial\":0,\"min_level\":1}", "each of 0 to 15");
  }

  @ParameterizedTest
  @ValueSource(strings = {"16", "17", "23", "24", "00", "-1", "x"})
  void refusesRegisterThatSoftwareCanReset(String register) {
    refuses(
        withRegisters(pinnedBut("0", PINNED) + ",\"" + register + "\":" + PINNED),
        "registers from 0 to 15");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"waive\":\"\"}",
        "{\"waive\":\" \"}",
        "{\"waive\":true}",
        "{\"waive\":null}",
        "{\"replay\":false}",
        "{\"values\":[]}",
        "{\"values\":[\"00\"]}",
        "{\"values\":\"@\"}",
        "{\"values\":[\"@\"],\"replay\":true}",
        "{\"values\":[\"@\"],\"unknown\":1}",
        "{\"ignore\":true}",
        "true"
      })
  void refusesOtherRules(String rule) {
    refuses(withRegisters(pinnedBut("3", rule.replace("@", DIGEST))), "policy");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"adyton_policy\":2,\"serial\":0,\"min_level\":0`",
        "`\"serial\":0,\"min_level\":0`",
        "`\"adyton_policy\":1,\"min_level\":0`",
        "`\"adyton_policy\":1,\"serial\":0`",
        "`\"adyton_policy\":1,\"serial\":-1,\"min_level\":0`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":5`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":-1`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"min_level\":0`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"minlevel\":4`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"max_evidence_age_s\":0`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"max_evidence_age_s\":86401`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"allow_simulated\":\"no\"`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"models\":[]`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"models\":null`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"models\":[\"smol\"]`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"code\":[1]`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"tpm\":{}`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"name\":\"\"`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"name\":\"a b\"`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"jvm_flags\":[]`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"single_start\":1`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"tpm\":{\"pcrs\":{},\"endorsement_keys\":[]}`",
        "`\"adyton_policy\":1,\"serial\":0,\"min_level\":0,\"tpm\":{\"pcrs\":{},\"x\":1}`"
      })
  void refusesOtherMembers(String members) {
    refuses("{" + members + "}", "policy");
  }

  @Test
  void readsWhatIsDemandedOfProcessors() throws Exception {
    String image = "{\"measurement\":\"%s\",\"host_data\":\"%s\"}".formatted(SHA384, DIGEST);
    TrustPolicy policy =
        processors(
            """
            "snp":{"images":[%s],"products":["Turin"],"allow_smt":true,"min_tcb":{"Turin":
              {"fmc":1,"bootloader":2,"tee":3,"snp":4,"microcode":255}}},
            "tdx":{"images":[%s],"tcb_statuses":["SWHardeningNeeded"],"min_tcb_evaluation":17},
            "sgx":{"images":[{"mr_enclave":"%s"}]},
            "nitro":{"images":[{"pcr.sha384.0":"@","pcr.sha384.1":"@","pcr.sha384.2":"@"}]}
            """
                .formatted(image, TestMachine.domain(SHA384), DIGEST)
                .replace("@", SHA384));

    assertThat(policy.processors()).hasSize(4);
    assertThat(policy.processors().get(Kind.SEV_SNP))
        .isEqualTo(
            new ProcessorDemands.Snp(
                Set.of(
                    new ProcessorDemands.Image(
                        new TreeMap<>(
                            Map.of(
                                "measurement", Bytes.ofHex(SHA384),
                                "host_data", Bytes.ofHex(DIGEST))))),
                Set.of(AmdProduct.TURIN),
                Map.of(AmdProduct.TURIN, new TcbVersion(Bytes.ofHex("01020304000000ff"))),
                true));
    assertThat(policy.processors().get(Kind.TDX))
        .isInstanceOfSatisfying(
            ProcessorDemands.Intel.class,
            tdx -> {
              assertThat(tdx.tcbStatuses()).containsExactly("SWHardeningNeeded");
              assertThat(tdx.leastEvaluation()).isEqualTo(17);
            });
  }

  @Test
  void leavesProductsOutWhoseRootKeysAreBroken() throws Exception {
    TrustPolicy policy = processors("\"snp\":{\"images\":[%s]}".formatted(MEASURED));

    assertThat(policy.processors().get(Kind.SEV_SNP))
        .isInstanceOfSatisfying(
            ProcessorDemands.Snp.class,
            snp ->
                assertThat(snp.products())
                    .containsExactlyInAnyOrder(AmdProduct.GENOA, AmdProduct.TURIN));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"snp\":{}",
        "\"snp\":null",
        "\"snp\":{\"images\":[]}",
        "\"snp\":{\"images\":[{}]}",
        "\"snp\":{\"images\":[{\"measurement\":\"00\"}]}",
        "\"snp\":{\"images\":[{\"host_data\":\"^\"}]}",
        "\"snp\":{\"images\":[@],\"allow_debug\":true}",
        "\"snp\":{\"images\":[@],\"allow_smt\":null}",
        "\"snp\":{\"images\":[@],\"products\":[]}",
        "\"snp\":{\"images\":[@],\"products\":[\"Naples\"]}",
        "\"snp\":{\"images\":[@],\"min_tcb\":{\"Naples\":{}}}",
        "\"snp\":{\"images\":[@],\"min_tcb\":{\"Genoa\":{}}}",
        "\"snp\":{\"images\":[@],\"min_tcb\":{\"Genoa\":"
            + "{\"bootloader\":1,\"tee\":1,\"snp\":1,\"microcode\":256}}}",
        "\"snp\":{\"images\":[@],\"min_tcb\":{\"Genoa\":"
            + "{\"fmc\":1,\"bootloader\":1,\"tee\":1,\"snp\":1,\"microcode\":1}}}",
        "\"tdx\":{\"images\":[{\"mr_td\":\"^\"}]}",
        "\"tdx\":{\"images\":[#],\"tcb_statuses\":[\"Revoked\"]}",
        "\"tdx\":{\"images\":[#],\"tcb_statuses\":[]}",
        "\"tdx\":{\"images\":[#],\"allow_smt\":true}",
        "\"sgx\":{\"images\":[@]}",
        "\"nitro\":{\"images\":[{\"pcr.sha384.0\":\"^\"}]}",
        "\"sev\":{\"images\":[@]}"
      })
  void refusesOtherDemandsOfProcessors(String member) {
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(
            () ->
                processors(
                    member
                        .replace("@", MEASURED)
                        .replace("#", TestMachine.domain(SHA384))
                        .replace("^", SHA384)))
        .withMessageContaining("policy");
  }

  private static TrustPolicy processors(String members) throws MalformedEvidenceException {
    return parse("{\"adyton_policy\":1,\"serial\":0,\"min_level\":2,%s}".formatted(members));
  }

  @Test
  void acceptsSimulatedEvidenceOnlyWhenAsked() {
    TrustPolicy accepting = TrustPolicy.DEFAULT.acceptingSimulated();

    assertThat(accepting.allowSimulated()).isTrue();
    assertThat(accepting.minLevel()).isEqualTo(0);
    assertThat(accepting.maxEvidenceAge()).isEqualTo(TrustPolicy.DEFAULT.maxEvidenceAge());
  }

  private static String withRegisters(String pcrs) {
    return "{\"adyton_policy\":1,\"serial\":0,\"min_level\":1,\"tpm\":{\"pcrs\":{%s}}}"
        .formatted(pcrs);
  }

  private static String pinnedBut(String register, String rule) {
    return IntStream.range(0, 16)
        .mapToObj(Integer::toString)
        .map(i -> "\"" + i + "\":" + (i.equals(register) ? rule : PINNED))
        .collect(Collectors.joining(","));
  }

  private static TrustPolicy parse(String json) throws MalformedEvidenceException {
    return TrustPolicy.parse(GenuineServer.utf8(json));
  }

  private static void refuses(String json, String saying) {
    assertThatExceptionOfType(MalformedEvidenceException.class)
        .isThrownBy(() -> parse(json))
        .withMessageContaining(saying);
  }
}
