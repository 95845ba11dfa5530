// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.attestation.trust.TrustPolicy;
import io.adyton.cli.DataDirectoryFlag;
import io.adyton.cli.ExitCode;
import io.adyton.cli.UserError;
import io.adyton.cli.serve.StopSignals;
import io.adyton.client.ServerAddress;
import io.adyton.client.ServerProbe;
import io.adyton.client.proxy.ProxyServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adyton proxy}. */
@Command(
    name = "proxy",
    description = {
      "Offer a verified server to any OpenAI client on this machine.",
      "Verifies before the first byte and again as often as the policy says; refuses when the"
          + " server changes. SIGTERM or Ctrl-C ends it."
    },
    mixinStandardHelpOptions = true,
    modelTransformer = DataDirectoryFlag.class)
public final class ProxyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "URL",
      description = "The server, such as https://host:8443.")
  private String url;

  @Option(
      names = "--port",
      defaultValue = "8090",
      description = "The port on 127.0.0.1; 0 takes any free one. Default: 8090.")
  private int port;

  @Mixin private PolicyOptions policyOptions;

  @Override
  public Integer call() throws IOException, InterruptedException {
    ServerAddress server = VerifyCommand.address(url);
    TrustPolicy policy = policyOptions.read(DataDirectoryFlag.read(spec));
    PrintWriter out = spec.commandLine().getOut();
    ServerProbe.Answer answer = ServerQuestion.ask(server, policy);
    if (!answer.appraisal().isAccepted()) {
      new VerdictReport(
              server.toString(), policyOptions.describe(), answer.appraisal(), answer.expires())
          .print(out);
      return ExitCode.REJECTED.status();
    }
    try (ProxyServer proxy =
        ProxyServer.start(server, policy, port, InstantSource.system(), new SecureRandom())) {
      StopSignals signals = StopSignals.handle();
      out.println("verified " + server + " at AL" + answer.appraisal().level());
      out.println();
      out.println("export OPENAI_BASE_URL=http://127.0.0.1:" + proxy.port() + "/v1");
      out.println();
      out.println("ready http://127.0.0.1:" + proxy.port() + "/v1");
      out.flush();
      signals.awaitFirst();
    } catch (IOException e) {
      throw UserError.failed(String.valueOf(e.getMessage()));
    }
    return ExitCode.OK.status();
  }
}
