// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.evidence.SevSnpEvidence;
import io.adyton.attestation.evidence.TdxEvidence;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TsmReportsTest {
  private static final Bytes DATA = Bytes.ofHex("0123456789abcdef".repeat(8));
  private static final Bytes TABLE =
      Bytes.ofHex(
          "79b3b74aacbbe44fa02f05aef327c782" + "3000000003000000" + "00".repeat(24) + "aabbcc");

  @TempDir Path root;

  @Test
  void collectsSnpReport() throws Exception {
    var evidence = (SevSnpEvidence) reports("sev_guest", TABLE, 1).collect(DATA);

    assertThat(evidence.report()).contains(Bytes.concat(Bytes.ofHex("ff"), DATA));
    assertThat(new String(evidence.chain().orElseThrow().toArray(), StandardCharsets.UTF_8))
        .isEqualTo("-----BEGIN CERTIFICATE-----\nqrvM\n-----END CERTIFICATE-----\n");
  }

  @Test
  void collectsTdxQuote() throws Exception {
    var evidence = (TdxEvidence) reports("tdx_guest", Bytes.EMPTY, 1).collect(DATA);

    assertThat(evidence.quote()).isEqualTo(Bytes.concat(Bytes.ofHex("ff"), DATA));
  }

  @Test
  void leavesNoEntryBehind() throws Exception {
    reports("tdx_guest", Bytes.EMPTY, 1).collect(DATA);
    assertThatThrownBy(() -> reports("tdx_guest", Bytes.EMPTY, 2).collect(DATA))
        .isInstanceOf(IOException.class);

    try (Stream<Path> left = Files.list(root)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void refusesReportThatSomebodyElseMayHaveAskedFor() {
    assertThatThrownBy(() -> reports("tdx_guest", Bytes.EMPTY, 2).collect(DATA))
        .hasMessage("expected a report of generation 1, found 2: somebody else wrote to the entry");
  }

  @Test
  void refusesProviderItDoesNotKnow() {
    assertThatThrownBy(() -> reports("arm_cca_guest", Bytes.EMPTY, 1).collect(DATA))
        .hasMessage("expected configfs-tsm of sev_guest or tdx_guest, found 'arm_cca_guest'");
  }

  @Test
  void refusesTableThatPointsOutsideItself() {
    Bytes table = Bytes.concat(TABLE.slice(0, 20), Bytes.ofHex("ffffff7f"), TABLE.slice(24, 51));

    assertThatThrownBy(() -> reports("sev_guest", table, 1).collect(DATA))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected the host's certificates");
  }

  @Test
  void saysWhatTheMachineLacks() {
    assertThatThrownBy(() -> new TsmReports(root.resolve("absent")).collect(DATA))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Linux 6.7 or later in a confidential guest");
  }

  /** Reports of a kernel that counts {@code writes} writes where we make one. */
  private TsmReports reports(String provider, Bytes auxblob, int writes) {
    return new TsmReports(() -> new SimulatedEntry(root.resolve("e"), provider, auxblob, writes));
  }

  /** An entry with the attributes that the kernel keeps up to date. */
  private static final class SimulatedEntry extends TsmEntry {
    private final Path directory;
    private final int writes;

    SimulatedEntry(Path directory, String provider, Bytes auxblob, int writes) throws IOException {
      super(directory);
      this.directory = directory;
      this.writes = writes;
      Files.writeString(directory.resolve("provider"), provider + "\n");
      Files.writeString(directory.resolve("generation"), "0\n");
      Files.writeString(directory.resolve("inblob"), "");
      Files.write(directory.resolve("auxblob"), auxblob.toArray());
    }

    @Override
    void write(String attribute, Bytes value) throws IOException {
      super.write(attribute, value);
      Bytes written = Bytes.of(Files.readAllBytes(directory.resolve("inblob")));
      Files.write(directory.resolve("outblob"), Bytes.concat(Bytes.ofHex("ff"), written).toArray());
      Files.writeString(directory.resolve("generation"), writes + "\n");
    }

    @Override
    public void close() throws IOException {
      try (Stream<Path> attributes = Files.list(directory)) {
        for (Path attribute : attributes.toList()) {
          Files.delete(attribute);
        }
      }
      super.close();
    }
  }
}
