// SPDX-License-Identifier: Apache-2.0
package io.adyton.e2e;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.tpm.device.SoftwareTpm;
import io.adyton.attestation.trust.TrustPolicy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/**
 * A server that a software TPM vouches for.
 *
 * @param tpm its TPM, one of its own
 * @param process the server
 * @param policy a policy that demands level 1 by that TPM, and replays what the server measured
 */
public record AttestedServer(SoftwareTpm tpm, AdytonProcess process, Path policy)
    implements AutoCloseable {
  /** Starts one; where there is no swtpm, the test is aborted. */
  public static AttestedServer start(String name, Path directory)
      throws IOException, InterruptedException {
    SoftwareTpm tpm;
    try {
      tpm = SoftwareTpm.start(Files.createDirectories(directory.resolve("tpm")));
    } catch (SoftwareTpm.MissingException e) {
      throw new TestAbortedException("skipped: " + e.getMessage(), e);
    }
    try {
      Path policy =
          Files.writeString(directory.resolve("policy.json"), policy(tpm).toPrettyString());
      return new AttestedServer(
          tpm,
          AdytonProcess.running(
                  name,
                  List.of(),
                  List.of(
                      "serve",
                      "--port",
                      "0",
                      "--model",
                      TestModel.SMOLLM2.file().toString(),
                      "--tpm",
                      tpm.location()))
              .awaitReady(),
          policy);
    } catch (IOException | RuntimeException e) {
      tpm.close();
      throw e;
    }
  }

  private static ObjectNode policy(SoftwareTpm tpm) throws IOException {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("adyton_policy", 1).put("serial", 1).put("min_level", 1);
    ObjectNode demands = json.putObject("tpm");
    demands.put(
        "endorsement_roots",
        tpm.authority().stream().map(AttestedServer::text).collect(Collectors.joining("\n")));
    ObjectNode registers = demands.putObject("pcrs");
    for (int register = 0; register < TrustPolicy.REGISTERS; register++) {
      registers.putObject(Integer.toString(register)).put("replay", true);
    }
    return json;
  }

  private static String text(Bytes pem) {
    return new String(pem.toArray(), StandardCharsets.US_ASCII).strip();
  }

  @Override
  public void close() {
    try (tpm) {
      process.close();
    }
  }
}
