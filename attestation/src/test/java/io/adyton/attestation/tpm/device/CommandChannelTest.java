// SPDX-License-Identifier: Apache-2.0
package io.adyton.attestation.tpm.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.adyton.attestation.bytes.Bytes;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.opentest4j.TestAbortedException;

class CommandChannelTest {
  private static final Bytes DIGEST = Bytes.ofHex("ab".repeat(32));
  private static final String DONE = "80020000001300000000000000000000010000";

  @TempDir Path directory;

  private final ScriptedTransport transport = new ScriptedTransport();
  private final Tpm tpm = new Tpm(transport, new SecureRandom());

  @Test
  void writesCommandsAsTheSpecificationDoes() throws Exception {
    transport.answers(DONE);

    tpm.extend(12, DIGEST);

    assertThat(transport.sent)
        .containsExactly(
            Bytes.ofHex(
                "8002"
                    + "00000041"
                    + "00000182"
                    + "0000000c"
                    + "00000009"
                    + "400000090000000000"
                    + "00000001"
                    + "000b"
                    + DIGEST.hex()));
  }

  @Test
  void sendsAgainWhatTheTpmIsTooBusyFor() throws Exception {
    transport.answers("80010000000a00000922", "80010000000a00000908", DONE);

    tpm.extend(12, DIGEST);

    assertThat(transport.sent).hasSize(3);
  }

  @Test
  void givesUpOnTpmThatStaysBusy() {
    transport.answers("80010000000a00000922");
    transport.repeatLast = true;

    assertThatThrownBy(() -> tpm.extend(12, DIGEST))
        .isInstanceOf(TpmException.class)
        .hasMessageEndingWith("it is busy; try again");
    assertThat(transport.sent).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "00000902|no slot for a further object; flush one (tpm2_flushcontext -t)",
        "0000018b|handle 1, a handle that is not right here",
        "000002d5|parameter 2, a size that is not right here",
        "0000098e|session 1, wrong authorization",
        "00000921|it is locked after too many wrong authorizations",
        "000001bf|handle 1, error 0x3f of TPM 2.0 part 2, table TPM_RC"
      })
  void putsResponseCodesInWords(String code, String words) {
    transport.answers("80010000000a" + code);

    assertThatThrownBy(() -> tpm.extend(12, DIGEST))
        .isInstanceOf(TpmException.class)
        .hasMessageStartingWith("TPM2_PCR_Extend: expected success, the TPM answered 0x")
        .hasMessageEndingWith(words);
  }

  @Test
  void refusesEveryResponseThatIsCutOff() {
    String whole =
        "8001"
            + "00000044"
            + "00000000"
            + "00000001"
            + "00000001000b03010000"
            + "00000001"
            + "0020"
            + DIGEST.hex();
    for (int length = 0; length < whole.length(); length += 2) {
      transport.answers(whole.substring(0, length));

      assertThatThrownBy(() -> tpm.registers(new TreeSet<>(Set.of(0))))
          .isInstanceOf(TpmException.class)
          .hasMessageStartingWith("TPM2_PCR_Read: the TPM's response has no sense");
    }
  }

  @Test
  void refusesRegistersOfBankThatTheTpmDoesNotKeep() {
    transport.answers("8001" + "00000016" + "00000000" + "00000001" + "00000000" + "00000000");

    assertThatThrownBy(() -> tpm.registers(new TreeSet<>(Set.of(0))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("does not keep this bank");
  }

  @Test
  void refusesDigestOfAnotherLength() {
    assertThatThrownBy(() -> tpm.extend(12, Bytes.EMPTY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected a digest of 32 bytes for PCR 12, found 0");
  }

  /** A pipe gives back what was written to it, as one whole. */
  @Test
  void writesAndReadsDeviceFileAtOnce() throws Exception {
    Path pipe = directory.resolve("tpm0");
    try {
      new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
    } catch (IOException e) {
      throw new TestAbortedException("skipped: needs mkfifo", e);
    }

    try (TpmTransport device = TpmTransport.open(pipe.toString())) {
      assertThat(device.transmit(DIGEST)).isEqualTo(DIGEST);
      assertThat(device.isExclusive()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({"tcp:", "tcp:localhost", "tcp:localhost:x", "tcp:localhost:70000"})
  void refusesPlacesThatAreNone(String where) {
    assertThatThrownBy(() -> TpmTransport.open(where)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void saysWhereNoTpmListens() {
    assertThatThrownBy(() -> TpmTransport.open("tcp:127.0.0.1:1"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("expected a software TPM at /127.0.0.1:1, found none");
  }

  private static final class ScriptedTransport implements TpmTransport {
    private final Deque<Bytes> answers = new ArrayDeque<>();
    private final List<Bytes> sent = new ArrayList<>();
    private boolean repeatLast;

    void answers(String... hex) {
      for (String answer : hex) {
        answers.add(Bytes.ofHex(answer));
      }
    }

    @Override
    public Bytes transmit(Bytes command) {
      sent.add(command);
      return repeatLast ? answers.getFirst() : answers.removeFirst();
    }

    @Override
    public boolean isExclusive() {
      return false;
    }

    @Override
    public void close() {}
  }
}
