// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.command;

import io.adyton.cli.Administration;
import io.adyton.cli.CommandGroup;
import io.adyton.cli.DataCommand;
import io.adyton.cli.Json;
import io.adyton.cli.JsonFlag;
import io.adyton.cli.Table;
import io.adyton.server.admin.AdminAnswer;
import io.adyton.server.admin.AdminAnswer.KeyLine;
import io.adyton.server.admin.AdminRequest;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code adyton key}. */
@Command(
    name = "key",
    description =
        "Issue, list and revoke API keys. A running server takes the change at once; without one"
            + " the data directory is changed itself.",
    subcommands = {KeyCommand.New.class, KeyCommand.Ls.class, KeyCommand.Rm.class})
final class KeyCommand extends CommandGroup {
  /** {@code adyton key new}. */
  @Command(
      name = "new",
      description = "Issue a key and print it. It is shown this once: only its hash is stored.")
  static final class New extends DataCommand {
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

    @Mixin private JsonFlag json = new JsonFlag();

    @Override
    public void run() {
      AdminAnswer answer =
          Administration.ask(dataDirectory(), new AdminRequest.IssueKey(name, tenant));
      if (answer instanceof AdminAnswer.KeyIssued issued) {
        out().println(json.isGiven() ? Json.write(issued) : issued.secret());
      } else {
        throw Administration.refusal(answer);
      }
    }
  }

  /** {@code adyton key ls}. */
  @Command(
      name = "ls",
      description = "List all keys, revoked ones too. The keys themselves are not kept.")
  static final class Ls extends DataCommand {
    @Mixin private JsonFlag json = new JsonFlag();

    @Override
    public void run() {
      AdminAnswer answer = Administration.ask(dataDirectory(), new AdminRequest.ListKeys());
      if (!(answer instanceof AdminAnswer.Keys keys)) {
        throw Administration.refusal(answer);
      }
      if (json.isGiven()) {
        out().println(Json.write(keys.keys()));
      } else if (keys.keys().isEmpty()) {
        out().println("There are no keys yet; 'adyton key new' issues one.");
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
        Table.print(out(), List.of("ID", "NAME", "TENANT", "CREATED", "STATE"), rows);
      }
    }
  }

  /** {@code adyton key rm}. */
  @Command(
      name = "rm",
      description = "Revoke a key. Requests that carry it are refused from now on.")
  static final class Rm extends DataCommand {
    @Parameters(paramLabel = "ID", description = "The key's id, as 'adyton key ls' shows it.")
    private String id;

    @Override
    public void run() {
      AdminAnswer answer = Administration.ask(dataDirectory(), new AdminRequest.RevokeKey(id));
      if (answer instanceof AdminAnswer.KeyRevoked revoked) {
        out().println("revoked " + revoked.key().id());
      } else {
        throw Administration.refusal(answer);
      }
    }
  }
}
