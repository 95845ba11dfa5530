// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.bytes.Bytes;
import io.adyton.attestation.bytes.MalformedEvidenceException;
import io.adyton.attestation.trust.PolicyEnvelope;
import io.adyton.attestation.trust.TrustPolicy;
import io.adyton.attestation.x509.PublicKeyFile;
import io.adyton.cli.UserError;
import io.adyton.client.policy.OlderPolicyException;
import io.adyton.client.policy.PolicyMemory;
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

  /** Reads the policy, and refuses one that is older than was seen before. */
  TrustPolicy read(Path dataDirectory) throws IOException {
    TrustPolicy policy =
        file == null
            ? TrustPolicy.DEFAULT
            : read(file, new PolicyMemory(dataDirectory.resolve("policy")));
    return allowSimulated ? policy.acceptingSimulated() : policy;
  }

  String describe() {
    return file == null ? "default" : String.valueOf(file.getFileName());
  }

  private TrustPolicy read(Path path, PolicyMemory memory) throws IOException {
    Bytes bytes = Bytes.of(Files.readAllBytes(path));
    TrustPolicy policy;
    String origin;
    try {
      if (authorKey == null) {
        policy = TrustPolicy.parse(unsigned(path, bytes));
        origin = "file " + path.toRealPath();
      } else {
        Bytes author = PublicKeyFile.read("policy key", Bytes.of(Files.readAllBytes(authorKey)));
        policy = TrustPolicy.parse(signed(bytes, author, authorKey));
        origin = "key " + author.digest("SHA-256").hex();
      }
    } catch (MalformedEvidenceException e) {
      throw UserError.malformed(e.getMessage() + "; mend " + path);
    }
    requireNotOlder(origin, policy, memory);
    return policy;
  }

  private static void requireNotOlder(String origin, TrustPolicy policy, PolicyMemory memory)
      throws IOException {
    try {
      memory.admit(origin, policy);
    } catch (OlderPolicyException e) {
      throw UserError.rejected(
          "policy-serial: %s of this policy; get the newest from its author, or remove its line in %s"
              .formatted(e.getMessage(), memory.file()));
    } catch (MalformedEvidenceException e) {
      throw UserError.malformed(
          e.getMessage() + "; remove the file, and with it what was seen of policies");
    }
  }

  private static Bytes unsigned(Path path, Bytes bytes) {
    if (PolicyEnvelope.isOne(bytes)) {
      throw UserError.malformed(
          path + " is signed, and nothing says by whom; name the author's key with --policy-key");
    }
    return bytes;
  }

  private static Bytes signed(Bytes bytes, Bytes author, Path key)
      throws MalformedEvidenceException {
    return PolicyEnvelope.open(bytes, author)
        .orElseThrow(
            () ->
                UserError.rejected(
                    "policy-signature: expected a signature by the key in %s, found none that"
                            .formatted(key)
                        + " verifies; get the policy anew from its author"));
  }
}
