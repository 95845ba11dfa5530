// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.serve;

import io.adyton.attestation.document.AssuranceLevel;
import io.adyton.server.admin.AdminAnswer;
import io.adyton.server.config.ServerConfig;
import java.io.PrintWriter;

/** What a server says on standard output when it is ready. Its last line begins with ready. */
final class Announcement {
  private Announcement() {}

  static void print(PrintWriter out, ServedInstance instance, ServerConfig config) {
    AdminAnswer.Server server = instance.description();
    out.println("TLS key sha256:" + instance.tlsKeyDigest() + " (new at each start)");
    out.println("Assurance level " + meaning(instance.level()));
    instance
        .managementPort()
        .ifPresent(
            port -> out.println("Metrics and health: http://127.0.0.1:" + port + "/metrics"));
    if (config.network().requiresKey()) {
      out.println("Requests need an API key; 'adyton key new' issues one.");
    } else {
      out.println("Open without a key, on this machine only.");
    }
    out.println();
    out.println(
        "export OPENAI_BASE_URL="
            + server.baseUrls().getFirst()
            + " OPENAI_API_KEY="
            + (config.network().requiresKey() ? "sk-adyton-…" : "none"));
    out.println();
    out.println(
        "ready %s model %s sha256:%s"
            .formatted(
                String.join(" ", server.baseUrls().reversed()),
                server.model(),
                server.modelDigest()));
    out.flush();
  }

  private static String meaning(int level) {
    return switch (level) {
      case AssuranceLevel.SIMULATED ->
          "AL0: evidence is simulated; nothing proves to a client which machine and code it talks"
              + " to.";
      case AssuranceLevel.MEASURED ->
          "AL1: the TPM measured this start; 'adyton verify' checks it. Whoever runs the machine"
              + " can still read its memory.";
      default ->
          "AL"
              + level
              + ": processor"
              + (level > AssuranceLevel.PROCESSOR ? " and GPUs speak" : " speaks")
              + " for this machine; 'adyton verify' checks it against a policy that names this"
              + " guest.";
    };
  }
}
