// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.trust.PolicyEnvelope;
import io.adyton.attestation.trust.TrustPolicy;
import io.adyton.attestation.x509.PublicKeyFile;
import io.adyton.cli.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what is demanded of a server. */
final class PolicyOptions {
  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "What to demand, as docs/policy.md says; bare, or under a signature. Without it: at least"
              + " AL2 and no simulation.")
  private @Nullable Path file;

  @Option(
      names = "--policy-key",
      paramLabel = "FILE",
      description = "Public key (PEM, Ed25519) of the policy's author; a bare policy is refused.")
  private @Nullable Path authorKey;

  @Option(
      names = "--allow-simulated",
      description = "Accept simulated evidence as AL0, which proves nothing. For trying things.")
  private boolean allowSimulated;

  TrustPolicy read() throws IOException {
    TrustPolicy policy = file == null ? TrustPolicy.DEFAULT : read(file);
    return allowSimulated ? policy.acceptingSimulated() : policy;
  }

  String describe() {
    return file == null ? "default" : String.valueOf(file.getFileName());
  }

  private TrustPolicy read(Path path) throws IOException {
    Bytes bytes = Bytes.of(Files.readAllBytes(path));
    try {
      return TrustPolicy.parse(
          authorKey == null ? unsigned(path, bytes) : signed(bytes, authorKey));
    } catch (MalformedEvidenceException e) {
      throw UserError.malformed(e.getMessage() + "; mend " + path);
    }
  }

  private static Bytes unsigned(Path path, Bytes bytes) {
    if (PolicyEnvelope.isOne(bytes)) {
      throw UserError.malformed(
          path + " is signed, and nothing says by whom; name the author's key with --policy-key");
    }
    return bytes;
  }

  private static Bytes signed(Bytes bytes, Path key)
      throws IOException, MalformedEvidenceException {
    Bytes author = PublicKeyFile.read("policy key", Bytes.of(Files.readAllBytes(key)));
    return PolicyEnvelope.open(bytes, author)
        .orElseThrow(
            () ->
                UserError.rejected(
                    "policy-signature: expected a signature by the key in %s, found none that"
                            .formatted(key)
                        + " verifies; get the policy anew from its author"));
  }
}
