// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.attest;

import io.adyton.cli.DataDirectoryFlag;
import io.adyton.cli.ExitCode;
import io.adyton.cli.JsonFlag;
import io.adyton.cli.UserError;
import io.adyton.client.ServerAddress;
import io.adyton.client.ServerProbe;
import io.adyton.provenance.receipt.ReceiptAppraisal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton verify}. */
@Command(
    name = "verify",
    description = {
      "Find out whom a server's TLS connection ends at, before anything is sent to it;",
      "or walk offline from the receipt of an answer to the weights behind it.",
      "Exit codes: 0 verified, 10 refused, 20 the server gives no evidence, 30 policy or address"
          + " malformed, 1 the server cannot be reached."
    },
    mixinStandardHelpOptions = true,
    modelTransformer = DataDirectoryFlag.class)
public final class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "URL|RECEIPT",
      description =
          "The server, such as https://host:8443; or a file with what GET /v1/receipts/ID answered.")
  private String subject;

  @Mixin private PolicyOptions policy;

  @Mixin private ReceiptOptions receipts;

  @Mixin private JsonFlag json;

  @Override
  public Integer call() throws IOException {
    return subject.contains("://") ? verifyServer() : verifyReceipt();
  }

  private int verifyReceipt() throws IOException {
    ReceiptAppraisal appraisal =
        receipts.verify(Path.of(subject), policy.read(DataDirectoryFlag.read(spec)));
    ReceiptReport report = new ReceiptReport(subject, policy.describe(), appraisal);
    if (json.isGiven()) {
      spec.commandLine().getOut().println(report.json());
    } else {
      report.print(spec.commandLine().getOut());
    }
    return (appraisal.isAccepted() ? ExitCode.OK : ExitCode.REJECTED).status();
  }

  private int verifyServer() throws IOException {
    ServerAddress server = address(subject);
    ServerProbe.Answer answer =
        ServerQuestion.ask(server, policy.read(DataDirectoryFlag.read(spec)));
    VerdictReport report =
        new VerdictReport(
            server.toString(), policy.describe(), answer.appraisal(), answer.expires());
    if (json.isGiven()) {
      spec.commandLine().getOut().println(report.json());
    } else {
      report.print(spec.commandLine().getOut());
    }
    return (answer.appraisal().isAccepted() ? ExitCode.OK : ExitCode.REJECTED).status();
  }

  static ServerAddress address(String url) {
    try {
      return ServerAddress.parse(url);
    } catch (IllegalArgumentException e) {
      throw UserError.malformed("expected an address such as https://host:8443, got '" + url + "'");
    }
  }
}
