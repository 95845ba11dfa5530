// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.command;

import io.adyton.cli.Administration;
import io.adyton.cli.DataDirectoryFlag;
import io.adyton.cli.Json;
import io.adyton.cli.Table;
import io.adyton.server.admin.AdminAnswer;
import io.adyton.server.admin.AdminAnswer.KeyLine;
import io.adyton.server.admin.AdminRequest;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code adyton key}. */
@Command(
    name = "key",
    description =
        "Issue, list and revoke API keys. A running server takes the change at once; without one"
            + " the data directory is changed itself.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {KeyCommand.New.class, KeyCommand.Ls.class, KeyCommand.Rm.class})
final class KeyCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing: key new, ls or rm");
  }

  /** {@code adyton key new}. */
  @Command(
      name = "new",
      description = "Issue a key and print it. It is shown this once: only its hash is stored.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      modelTransformer = DataDirectoryFlag.class)
  static final class New implements Runnable {
    @Spec private CommandSpec spec;

    @Parameters(
        paramLabel = "NAME",
        arity = "0..1",
        defaultValue = "unnamed",
        description = "What to call the key. Default: unnamed.")
    private String name;

    @Option(
        names = "--tenant",
        paramLabel = "TENANT",
        defaultValue = "default",
        description =
            "Who its use is charged to; tenants share the machine evenly. Default: default.")
    private String tenant;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      AdminAnswer answer =
          Administration.ask(DataDirectoryFlag.read(spec), new AdminRequest.IssueKey(name, tenant));
      if (answer instanceof AdminAnswer.KeyIssued issued) {
        out.println(json ? Json.write(issued) : issued.secret());
      } else {
        throw Administration.refusal(answer);
      }
    }
  }

  /** {@code adyton key ls}. */
  @Command(
      name = "ls",
      description = "List all keys, revoked ones too. The keys themselves are not kept.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      modelTransformer = DataDirectoryFlag.class)
  static final class Ls implements Runnable {
    @Spec private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON document.")
    private boolean json;

    @Override
    public void run() {
      PrintWriter out = spec.commandLine().getOut();
      AdminAnswer answer =
          Administration.ask(DataDirectoryFlag.read(spec), new AdminRequest.ListKeys());
      if (!(answer instanceof AdminAnswer.Keys keys)) {
        throw Administration.refusal(answer);
      }
      if (json) {
        out.println(Json.write(keys.keys()));
      } else if (keys.keys().isEmpty()) {
        out.println("There are no keys yet; 'adyton key new' issues one.");
      } else {
        List<List<String>> rows = new ArrayList<>();
        for (KeyLine key : keys.keys()) {
          String revoked = key.revoked();
          rows.add(
              List.of(
                  key.id(),
                  key.name(),
                  key.tenant(),
                  key.created(),
                  revoked == null ? "accepted" : "revoked " + revoked));
        }
        Table.print(out, List.of("ID", "NAME", "TENANT", "CREATED", "STATE"), rows);
      }
    }
  }

  /** {@code adyton key rm}. */
  @Command(
      name = "rm",
      description = "Revoke a key. Requests that carry it are refused from now on.",
      mixinStandardHelpOptions = true,
      sortOptions = false,
      modelTransformer = DataDirectoryFlag.class)
  static final class Rm implements Runnable {
    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The key's id, as 'adyton key ls' shows it.")
    private String id;

    @Override
    public void run() {
      AdminAnswer answer =
          Administration.ask(DataDirectoryFlag.read(spec), new AdminRequest.RevokeKey(id));
      if (answer instanceof AdminAnswer.KeyRevoked revoked) {
        spec.commandLine().getOut().println("revoked " + revoked.key().id());
      } else {
        throw Administration.refusal(answer);
      }
    }
  }
}
