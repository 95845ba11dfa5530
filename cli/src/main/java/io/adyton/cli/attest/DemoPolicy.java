// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.adyton.attestation.boot.StartEvent;
import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** The policy of a demonstration: this model, this build, this software TPM. */
final class DemoPolicy {
  private DemoPolicy() {}

  /**
   * Writes it.
   *
   * @param authority certificates of the software TPM's own authority, PEM
   */
  static Bytes write(String modelDigest, String engineDigest, Bytes code, List<Bytes> authority) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("adyton_policy", 1).put("serial", 1).put("min_level", 1);
    json.putArray("models").add(modelDigest);
    json.putArray("engines").add(engineDigest);
    json.putArray("code").add(code.hex());
    ObjectNode tpm = json.putObject("tpm");
    tpm.put(
        "endorsement_roots",
        authority.stream()
            .map(pem -> new String(pem.toArray(), StandardCharsets.US_ASCII).strip() + "\n")
            .collect(Collectors.joining()));
    ObjectNode registers = tpm.putObject("pcrs");
    for (int register = 0; register < TrustPolicy.REGISTERS; register++) {
      ObjectNode rule = registers.putObject(Integer.toString(register));
      if (register == StartEvent.REGISTER) {
        rule.put("replay", true);
      } else {
        rule.put("waive", "a software TPM has no firmware that measures");
      }
    }
    return Bytes.of(json.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }
}
