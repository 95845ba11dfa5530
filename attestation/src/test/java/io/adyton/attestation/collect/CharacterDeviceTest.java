// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.SevSnpEvidence;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/** Devices that no ordinary machine has, played by a library that stands in for the C library's. */
class CharacterDeviceTest {
  private static final Bytes DATA = Bytes.ofHex("0123456789abcdef".repeat(8));

  @TempDir static Path directory;

  private static SymbolLookup library = SymbolLookup.loaderLookup();

  @BeforeAll
  static void compile() throws Exception {
    Path source = directory.resolve("devices.c");
    Path compiled = directory.resolve("devices.so");
    try (InputStream resource = CharacterDeviceTest.class.getResourceAsStream("devices.c")) {
      Files.copy(Objects.requireNonNull(resource), source);
    }
    try {
      int status =
          new ProcessBuilder(
                  "gcc", "-shared", "-fPIC", "-o", compiled.toString(), source.toString())
              .inheritIO()
              .start()
              .waitFor();
      assertThat(status).isEqualTo(0);
    } catch (IOException e) {
      throw new TestAbortedException("skipped: needs gcc ('apt install gcc libc6-dev')", e);
    }
    library = SymbolLookup.libraryLookup(compiled, Arena.global());
  }

  @AfterEach
  void everyDeviceIsClosed() throws Throwable {
    int opened =
        (int)
            Linker.nativeLinker()
                .downcallHandle(
                    library.findOrThrow("opened_devices"),
                    FunctionDescriptor.of(ValueLayout.JAVA_INT))
                .invokeExact();
    assertThat(opened).isZero();
  }

  @Test
  void collectsSnpReportWithCertificatesOfTheHost() throws Exception {
    SevSnpEvidence evidence = sev("sev-guest").collect(DATA);

    Bytes report = evidence.report().orElseThrow();
    assertThat(report.length()).isEqualTo(1184);
    assertThat(report.slice(0x50, 0x90)).isEqualTo(DATA);
    assertThat(evidence.endorsementKey())
        .contains(Bytes.of("VCEK".getBytes(StandardCharsets.US_ASCII)));
    assertThat(evidence.chain()).isEmpty();
  }

  @Test
  void collectsTdReport() throws Exception {
    Bytes report = tdx("tdx_guest").report(DATA);

    assertThat(report.length()).isEqualTo(1024);
    assertThat(report.at(0)).isEqualTo(0x81);
    assertThat(report.slice(128, 192)).isEqualTo(DATA);
  }

  @Test
  void collectsNitroDocument() throws Exception {
    assertThat(nsm("nsm").collect(DATA).document()).isEqualTo(DATA);
  }

  @Test
  void asksAgainWhileADeviceIsBusy() throws Exception {
    assertThat(tdx("tdx-busy").report(DATA).length()).isEqualTo(1024);
  }

  @Test
  void refusesReportsForOtherData() {
    assertThatThrownBy(() -> sev("sev-wrong").collect(DATA))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a report for our data");
    assertThatThrownBy(() -> tdx("tdx-wrong").report(DATA))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a report for our data");
  }

  @Test
  void saysWhyADeviceRefused() {
    assertThatThrownBy(() -> sev("sev-refusing").collect(DATA))
        .hasMessage("sev-refusing: expected SNP_GET_EXT_REPORT to succeed, found errno 5");
    assertThatThrownBy(() -> nsm("nsm-refusing").collect(DATA))
        .hasMessage(
            "nsm-refusing: expected an attestation document, found the error InvalidArgument");
  }

  @Test
  void refusesAnswerThatIsCutOff() {
    assertThatThrownBy(() -> nsm("nsm-wrong").collect(DATA))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected CBOR");
  }

  @Test
  void saysWhichDeviceIsMissing() {
    assertThatThrownBy(() -> sev("absent").collect(DATA))
        .hasMessage("expected a device absent that this process may open, found errno 2");
  }

  @Test
  void refusesReportDataOfAnotherLength() {
    assertThatThrownBy(() -> sev("sev-guest").collect(Bytes.EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected report data of 64 bytes, found 0");
  }

  @Test
  void findsNoSuchDeviceOnAnOrdinaryMachine() {
    assertThatThrownBy(() -> new TdxGuestDevice(directory.resolve("tdx_guest")).report(DATA))
        .isInstanceOf(IOException.class)
        .hasMessageEndingWith("found errno 2");
  }

  private static SevGuestDevice sev(String name) {
    return new SevGuestDevice(Path.of(name), CharacterDevice.C.of(library));
  }

  private static TdxGuestDevice tdx(String name) {
    return new TdxGuestDevice(Path.of(name), CharacterDevice.C.of(library));
  }

  private static NsmDevice nsm(String name) {
    return new NsmDevice(Path.of(name), CharacterDevice.C.of(library));
  }
}
