// SPDX-License-Identifier: Apache-2.0
package io.adyton.cli.chat;

import io.adyton.cli.RunningServer;
import io.adyton.cli.SettingFlags;
import io.adyton.cli.UserError;
import io.adyton.cli.model.ConsoleProgress;
import io.adyton.cli.serve.ServedInstance;
import io.adyton.server.admin.AdminAnswer;
import io.adyton.server.config.EffectiveSettings;
import io.adyton.server.config.ServerConfig;
import io.adyton.server.config.Settings;
import java.io.Console;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adyton chat}. */
@Command(
    name = "chat",
    description = {
      "Talk to a model in the terminal.",
      "Uses the server at --url, else the one that runs on the data directory, else starts one for"
          + " as long as the conversation lasts.",
      "Ctrl-C stops an answer, Ctrl-D or /exit leaves, /clear starts anew."
    },
    mixinStandardHelpOptions = true,
    sortOptions = false,
    modelTransformer = SettingFlags.class)
public final class ChatCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "A server that speaks the OpenAI API, such as http://127.0.0.1:8080/v1.")
  private @Nullable String url;

  @Option(
      names = "--key",
      paramLabel = "KEY",
      defaultValue = "${env:OPENAI_API_KEY}",
      description = "The API key. Default: OPENAI_API_KEY.")
  private @Nullable String key;

  @Option(
      names = "--system",
      paramLabel = "TEXT",
      defaultValue = "",
      description = "What to tell the model before the conversation.")
  private String system;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description = "Tokens of one answer at most. Default: as many as the context holds.")
  private @Nullable Integer maxTokens;

  @Override
  public Integer call() throws Exception {
    if (maxTokens != null && maxTokens < 1) {
      throw UserError.malformed("--max-tokens: expected 1 or more, got " + maxTokens);
    }
    EffectiveSettings settings = SettingFlags.read(spec);
    String server = url;
    if (server != null) {
      return talk(
          address(server), settings.isGiven(Settings.MODEL) ? settings.get(Settings.MODEL) : "");
    }
    Optional<AdminAnswer.Server> running = RunningServer.on(settings.get(Settings.DATA_DIRECTORY));
    if (running.isPresent()) {
      return talk(running.get());
    }
    System.setProperty("adyton.log.level", "WARN");
    try (ServedInstance own =
        ServedInstance.start(
            ServerConfig.of(settings).onFreeLoopbackPorts(),
            ConsoleProgress.on(spec.commandLine().getErr()))) {
      return talk(own.description());
    }
  }

  private int talk(AdminAnswer.Server server) throws InterruptedException {
    return talk(URI.create(server.baseUrls().getFirst()), server.model());
  }

  /** Talks to a model, or to the first one the server offers if {@code name} is empty. */
  private int talk(URI base, String name) throws InterruptedException {
    try (ChatApi api =
            new ChatApi(base, key == null ? "" : key, maxTokens == null ? 0 : maxTokens);
        LineSource lines = lines()) {
      String model = name.isEmpty() ? api.firstModel() : name;
      lines.greet("talking to " + model + " at " + base + "; /help lists commands");
      return new ChatLoop(api, model, new Conversation(system), lines).run().status();
    } catch (ChatException e) {
      throw UserError.failed(String.valueOf(e.getMessage()));
    }
  }

  private LineSource lines() {
    boolean atTerminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
    return atTerminal
        ? new TerminalLines()
        : new PipedLines(System.in, spec.commandLine().getOut(), spec.commandLine().getErr());
  }

  private static URI address(String text) {
    try {
      URI uri = new URI(text);
      if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
          && uri.getHost() != null) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Refused below, like an address without a host.
    }
    throw UserError.malformed(
        "--url: expected an address such as http://127.0.0.1:8080/v1, got '" + text + "'");
  }
}
