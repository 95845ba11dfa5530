// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.bytes.ByteWriter;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.AzureSnpVtpmEvidence;
import io.adyton.attestation.evidence.AzureTdxVtpmEvidence;
import io.adyton.attestation.evidence.TpmQuoteEvidence.Quote;
import io.adyton.attestation.tpm.TpmsAttest;
import io.adyton.attestation.tpm.device.SwtpmExtension;
import io.adyton.attestation.tpm.device.TpmTools;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A software TPM that holds what the paravisor of such a guest lays into its vTPM. */
class AzureVtpmTest {
  private static final Bytes DATA = Bytes.ofHex("0123456789abcdef".repeat(8));
  private static final Bytes NONCE = Bytes.ofHex("aa".repeat(32));

  @RegisterExtension static final SwtpmExtension SWTPM = new SwtpmExtension();

  @TempDir static Path directory;

  private final List<Duration> pauses = new ArrayList<>();

  @BeforeAll
  static void layAttestationKey() throws Exception {
    TpmTools tools = tools();
    tools.succeed("tpm2_createek", "-c", "ek.ctx", "-G", "rsa", "-u", "ek.pub");
    tools.succeed("tpm2_flushcontext", "-t");
    tools.succeed(
        "tpm2_createak",
        "-C",
        "ek.ctx",
        "-c",
        "ak.ctx",
        "-G",
        "rsa",
        "-g",
        "sha256",
        "-s",
        "rsassa",
        "-u",
        "ak.pub");
    tools.succeed("tpm2_flushcontext", "-t");
    tools.succeed("tpm2_evictcontrol", "-C", "o", "-c", "ak.ctx", "0x81000003");
    tools.succeed("tpm2_flushcontext", "-t");
  }

  @AfterEach
  void forgetReport() throws Exception {
    tools().run("tpm2_nvundefine", "-C", "o", "0x1400001");
  }

  @Test
  void collectsReportAndQuoteOfAnSnpGuest() throws Exception {
    layReport(2, DATA.hex().toUpperCase(Locale.ROOT));

    var evidence = (AzureSnpVtpmEvidence) collect();

    Quote quote = evidence.quote().orElseThrow();
    assertThat(TpmsAttest.read(quote.message()).extraData()).isEqualTo(NONCE);
    assertThat(evidence.hclReport().slice(0, 4).toArray()).asString().isEqualTo("HCLA");
    assertThat(pauses).containsExactly(Duration.ofSeconds(3));
    tools().write("quote.msg", quote.message());
    tools().write("quote.sig", quote.signature().orElseThrow());
    tools()
        .succeed(
            "tpm2_checkquote",
            "-u",
            "ak.pub",
            "-m",
            "quote.msg",
            "-s",
            "quote.sig",
            "-q",
            NONCE.hex());
  }

  @Test
  void collectsReportOfATdxGuestAndTellsTheParavisorTheData() throws Exception {
    layReport(4, DATA.hex());

    assertThat(collect()).isInstanceOf(AzureTdxVtpmEvidence.class);

    tools().succeed("tpm2_nvread", "-C", "o", "0x1400002", "-o", "user-data");
    assertThat(tools().read("user-data")).isEqualTo(DATA);
  }

  @Test
  void refusesReportThatStaysOld() throws Exception {
    layReport(2, "00".repeat(64));

    assertThatThrownBy(this::collect)
        .isInstanceOf(IOException.class)
        .hasMessage("expected a report for our data within 15 s, found an older one");
    assertThat(pauses).hasSize(5);
  }

  @Test
  void saysThatAnOrdinaryMachineIsNoSuchGuest() {
    assertThatThrownBy(this::collect)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Azure confidential guest in NV index 0x01400001");
  }

  private Object collect() throws Exception {
    try (AzureVtpm vtpm = new AzureVtpm(SWTPM.tpm().connect(), new SecureRandom(), pauses::add)) {
      return vtpm.collect(DATA, NONCE);
    }
  }

  private void layReport(int type, String userData) throws Exception {
    Bytes json = Bytes.of("{\"user-data\":\"%s\"}".formatted(userData).getBytes(US_ASCII));
    Bytes report =
        ByteWriter.littleEndian()
            .bytes(Bytes.of("HCLA".getBytes(US_ASCII)))
            .bytes(Bytes.of(new byte[1212]))
            .u32(20 + json.length())
            .u32(1)
            .u32(type)
            .u32(1)
            .u32(json.length())
            .bytes(json)
            .toBytes();
    TpmTools tools = tools();
    tools.write("report", report);
    tools.succeed("tpm2_nvdefine", "-C", "o", "-s", String.valueOf(report.length()), "0x1400001");
    tools.succeed("tpm2_nvwrite", "-C", "o", "-i", "report", "0x1400001");
  }

  private static TpmTools tools() {
    return new TpmTools(directory, SWTPM.tpm());
  }
}
